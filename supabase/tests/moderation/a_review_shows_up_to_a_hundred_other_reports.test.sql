begin;
select plan(1);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mona']) as name;
select social_tests.staff('mona');
select social_tests.post('alice', 'sunrise');
select social_tests.act_as('bob');
select social.report_post(social_tests.post_id('sunrise'), 'spam');
select social_tests.act_as_operator();
insert into social_private.reports (
  reporter_id, target_kind, target_id, subject_id, reason, snapshot, media_paths)
select gen_random_uuid(), target_kind, target_id, subject_id, reason, snapshot, media_paths
from social_private.reports, generate_series(1, 101);

select social_tests.act_as('mona');
select is(
  (select jsonb_array_length(other_reports)
    from social.review_report(social_tests.report_id('bob'))), 100,
  'a review of a report shows 100 of the 101 other reports of the same post');

select * from finish();
rollback;
