begin;
select plan(11);
select social_tests.person(name) from unnest(array['alice', 'mallory', 'mona']) as name;
select social_tests.staff('mona');
select set_config('my.file', social_tests.upload('mallory'), true);
select social_tests.act_as('mallory');
select id from social.create_post('rude words', social_tests.media(current_setting('my.file')));
select social_tests.act_as('alice');
select social.report_post(social_tests.post_id('rude words'), 'hate', 'look');

select social_tests.act_as('mallory');
select id from social.update_post(social_tests.post_id('rude words'), 'kind words');
select social.delete_post(social_tests.post_id('kind words'));
select social_tests.act_as_service();
select is_empty(
  'select * from social.claim_file_deletions()',
  'SEC-56 the file of a reported post is not deleted while the report is open');
select social_tests.leave('mallory');

select social_tests.act_as('mona');
select is(
  (select snapshot ->> 'caption' from social.review_report(social_tests.report_id('alice'))),
  'rude words', 'SEC-56 a review shows the caption at the time of the report, not the later edit');
select is(
  (select current from social.review_report(social_tests.report_id('alice'))), null,
  'SEC-56 a review shows that the reported post no longer exists');
select is(
  (select snapshot #>> '{media,0,path}' from social.review_report(social_tests.report_id('alice'))),
  current_setting('my.file'),
  'SEC-56 a review shows the path of the reported photo after the post is deleted');
select set_eq(
  'select subject_username from social.moderation_queue()', array['mallory'],
  'SEC-56 moderation_queue shows the username of the author after the account is deleted');

select social_tests.act_as_operator();
select throws_ok(
  format('update social_private.reports set %s', change), 'PT403', 'record_final',
  'SEC-56 the operator cannot change a report: ' || change)
from unnest(array['snapshot = ''{}''', 'reporter_id = subject_id', 'reason = ''spam''']) as change;
select social_tests.act_as('mona');
select is(
  (select decision from social.resolve_report(social_tests.report_id('alice'), 'action_taken', 'gone')),
  'action_taken', 'SEC-56 a report of deleted content can be resolved');
select social_tests.act_as_operator();
select throws_ok(
  'update social_private.reports set decision = null, decided_at = null', 'PT403', 'record_final',
  'SEC-56 a resolved report cannot be reopened');
select social_tests.act_as_service();
select is(
  (select count(*) from social.claim_file_deletions()), 1::bigint,
  'SEC-56 the file of a reported and deleted post is deleted after the decision');

select * from finish();
rollback;
