begin;
select plan(12);
update social_private.config set allow_text_posts = true;
select social_tests.person(name) from unnest(array['alice', 'mallory', 'mona', 'otto']) as name;
select social_tests.staff(name) from unnest(array['mona', 'otto']) as name;
select social_tests.post('mallory', 'rude');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('mallory', 'sunrise', body)
from unnest(array['lone', 'answered', 'later']) as body;
select social_tests.comment('alice', 'sunrise', 'an answer', 'answered');
select set_config('my.' || body, id::text, true) from social.comments where body <> 'an answer';
select set_config('my.post', social_tests.post_id('rude')::text, true);

select social_tests.act_as('mallory');
select social.delete_comment(current_setting('my.later')::uuid);
select social_tests.act_as('mona');
select (social.moderate_post(current_setting('my.post')::uuid, 'hide', 'Rude')).hidden_at;
select (social.moderate_comment(current_setting('my.' || name)::uuid, 'hide', 'Rude')).hidden_at
from unnest(array['lone', 'answered']) as name;
select isnt(
  (social.moderate_comment(current_setting('my.later')::uuid, 'hide', 'Rude')).hidden_at, null,
  'SEC-81 staff can hide a deleted comment');
select social_tests.act_as_operator();
select set_config('my.log', (select max(number) from social_private.audit_log)::text, true);
select is(
  (select action || ' ' || actor_role from social_private.audit_log
    where number = current_setting('my.log')::integer),
  'hide moderator', 'SEC-81 the audit log contains the hiding of a deleted comment');

select social_tests.act_as('mallory');
select social.delete_post(current_setting('my.post')::uuid);
select social.delete_comment(current_setting('my.' || name)::uuid)
from unnest(array['lone', 'answered']) as name;
select isnt((social.restore_post(current_setting('my.post')::uuid)).hidden_at, null,
  'SEC-81 a hidden post is still hidden after it is deleted and restored');
select is((social.restore_comment(current_setting('my.' || name)::uuid)).body, name,
  'SEC-81 the author can restore and see a deleted comment hidden by staff: ' || name)
from unnest(array['lone', 'answered', 'later']) as name;
select social_tests.act_as('alice');
select is_empty(
  $$select body from social.comments where body in ('lone', 'answered', 'later')$$,
  'SEC-81 other people cannot see a restored comment that staff have hidden');
select social_tests.act_as_operator();
select is(
  (select max(number)::text from social_private.audit_log), current_setting('my.log'),
  'SEC-81 deleting and restoring hidden content adds nothing to the audit log');

select social_tests.act_as('mallory');
select is(
  (select count(*) from social.my_sanctions() where is_in_force), 4::bigint,
  'SEC-81 all four sanctions are still in force after the content is restored');
select social.delete_comment(current_setting('my.lone')::uuid);
select is(
  (select count(*) from social.my_sanctions() where is_in_force), 4::bigint,
  'SEC-81 the sanction on a comment stays in force while the comment is deleted');
select id from social.appeal_sanction((
  select id from social.my_sanctions() where target_id = current_setting('my.lone')::uuid), 'Why?');
select social_tests.act_as('otto');
select is(
  (social.decide_appeal(social_tests.appeal_id('mallory'), 'overturned', 'Not rude')).is_in_force,
  false, 'SEC-81 an appeal can lift the sanction of a deleted comment');
select social_tests.act_as('mallory');
select id from social.restore_comment(current_setting('my.lone')::uuid);
select social_tests.act_as('alice');
select is(
  (select array_agg(body) from social.comments where body in ('lone', 'answered', 'later')),
  array['lone'], 'SEC-81 a comment restored after the sanction is lifted is visible to everybody');

select * from finish();
rollback;
