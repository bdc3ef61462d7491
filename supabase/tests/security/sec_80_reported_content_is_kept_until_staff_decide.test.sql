begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'mallory', 'mona']) as name;
select social_tests.staff('mona');
select social_tests.post('mallory', caption)
from unnest(array['reported', 'discussed', 'harmless']) as caption;
select social_tests.post('alice', 'hers');
select social_tests.comment('mallory', 'discussed', 'rude');
select social_tests.comment('mallory', 'hers', 'vile');
select set_config('my.' || body, id::text, true) from social.comments;
select social_tests.act_as('alice');
select social.report_post(social_tests.post_id('reported'), 'hate');
select social.report_comment(current_setting('my.rude')::uuid, 'hate');
select social.report_comment(current_setting('my.vile')::uuid, 'hate');
select social_tests.act_as('mallory');
select social.delete_post(id) from social.posts where author_id = social_tests.id('mallory');
select social.delete_comment(current_setting('my.vile')::uuid);
select social_tests.act_as_operator();
update social.posts set deleted_at = now() - interval '31 days' where deleted_at is not null;
update social.comments set deleted_at = now() - interval '31 days' where deleted_at is not null;

select social_tests.work();
select set_eq(
  'select caption from social.posts', array['reported', 'discussed', 'hers'],
  'SEC-80 maintenance keeps a deleted post while the post or its comments have an open report');
select is(
  (select array_agg(body) from social.comments where deleted_at is not null), array['vile'],
  'SEC-80 maintenance keeps a deleted comment while a report of it is open');
select ok(not social_private.is_work_due(),
  'SEC-80 content with an open report does not make maintenance due');
select social_tests.act_as('mona');
select isnt(
  (select review.current ->> 'deleted_at' from social.review_report(id) as review), null,
  'SEC-80 a review shows when the reported content was deleted: ' || target_kind)
from (
  select id, target_kind from social.moderation_queue() where target_kind = 'post'
  union all
  select id, target_kind from social.moderation_queue()
  where target_id = current_setting('my.vile')::uuid
) as reports;
select social_tests.act_as('mallory');
select throws_ok(
  format('select social.restore_comment(%L)', current_setting('my.vile')), 'PT410',
  'restore_expired',
  'SEC-80 the author cannot restore a reported comment after the restoration deadline');

select social_tests.act_as('mona');
select (social.resolve_report(id, 'dismissed', 'seen')).id from social.moderation_queue();
select social_tests.act_as_operator();
select ok(social_private.is_work_due(),
  'SEC-80 resolving the reports of deleted content makes maintenance due');
select social_tests.work();
select is(
  (select array_agg(caption) from social.posts), array['hers'],
  'SEC-80 a reported post is permanently deleted after the decision');
select is_empty('select * from social.comments',
  'SEC-80 a reported comment is permanently deleted after the decision');

select * from finish();
rollback;
