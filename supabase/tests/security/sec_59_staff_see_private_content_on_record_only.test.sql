begin;
select plan(14);
select social_tests.person(name) from unnest(array['fan', 'mona', 'otto', 'stranger']) as name;
select social_tests.person('locked', true);
select social_tests.follow('fan', 'locked');
select social_tests.staff('mona');
select social_tests.staff('otto');
select set_config('my.file', social_tests.upload('locked'), true);
select set_config('my.other', social_tests.upload('locked'), true);
select social_tests.act_as('locked');
select id from social.create_post('private', social_tests.media(current_setting('my.file')));
select id from social.create_post('unreported', social_tests.media(current_setting('my.other')));
select social_tests.act_as('fan');
select social.report_post(social_tests.post_id('private'), 'nudity');

select social_tests.act_as('mona');
select throws_ok(
  format('select social.post(%L)', social_tests.post_id('private')), 'PT404', 'post_not_found',
  'SEC-59 staff see no more of others than anybody');
select is_empty(
  'select * from storage.objects', 'SEC-59 also no file, before they review the report');
select is_empty(
  $$select queue from social.moderation_queue() as queue where queue::text ~ 'private|jpg'$$,
  'SEC-59 the queue shows no content');
select is(
  (select snapshot ->> 'caption' from social.review_report(social_tests.report_id('fan'))),
  'private', 'SEC-59 a review shows it');
select set_eq(
  'select name from storage.objects', array[current_setting('my.file')],
  'SEC-59 and then this file can be loaded, and no other');
select social_tests.act_as_operator();
update social_private.config set is_staff_mfa_required = true;
select social_tests.act_as('mona');
select is_empty('select * from storage.objects', 'SEC-59 nor if a second factor is missing');
select social_tests.act_as_operator();
update social_private.config set is_staff_mfa_required = false;
select social_tests.act_as('mona', '{"session_id": "11111111-1111-4111-8111-111111111111"}');
select is_empty('select * from storage.objects', 'SEC-59 nor with a session that has ended');
select social_tests.act_as('otto');
select is_empty(
  'select * from storage.objects', 'SEC-59 not by staff who did not review the report');
select social_tests.act_as('stranger');
select is_empty('select * from storage.objects', 'SEC-59 nor by anybody else');

select social_tests.act_as_operator();
select results_eq(
  $$
    select actor_id, actor_role, action, target_id, subject_id from social_private.audit_log
    where action = 'review'
  $$,
  format(
    'select %L::uuid, ''moderator'', ''review'', %L::uuid, %L::uuid', social_tests.id('mona'),
    social_tests.report_id('fan'), social_tests.id('locked')),
  'SEC-59 the log has who looked at what of whom');
select social_tests.act_as('mona');
select throws_ok(
  'select social.review_report(gen_random_uuid())', 'PT404', 'report_not_found',
  'SEC-59 there is nothing to see without a report');
select social.resolve_report(social_tests.report_id('fan'), 'dismissed', 'Not nude');
select is_empty('select * from storage.objects', 'SEC-59 a closed report opens no file');
select social_tests.act_as('fan');
select social.report_post(social_tests.post_id('private'), 'nudity');
select social_tests.act_as('mona');
select is_empty('select * from storage.objects', 'SEC-59 a new report begins anew');
select social.review_report(social_tests.report_id('fan'));
select social_tests.act_as_operator();
delete from social_private.staff where profile_id = social_tests.id('mona');
select social_tests.act_as('mona');
select is_empty('select * from storage.objects', 'SEC-59 who is dismissed sees nothing more');

select * from finish();
rollback;
