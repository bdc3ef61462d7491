begin;
select plan(12);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'mona']) as name;
select social_tests.staff('mona');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'rude');

select social_tests.act_as('bob');
create temp table first_report as
select * from social.report_post(social_tests.post_id('sunrise'), 'spam', ' Look ');
select results_eq(
  'select target_kind, target_id, reason, note, decision from first_report',
  format(
    $$
      values ('post'::social.target_kind, %L::uuid, 'spam'::social.report_reason, 'Look',
        null::social.report_decision)
    $$, social_tests.post_id('sunrise')),
  'report_post returns the target, reason, note and decision of the report');
select results_eq(
  format(
    'select report from social.report_post(%L, ''hate'') as report',
    social_tests.post_id('sunrise')),
  'select first_report::text::social.report_card from first_report',
  'reporting the same post again returns the open report unchanged');
select social.report_comment(social_tests.comment_id('rude'), 'harassment');
select social.report_profile(social_tests.id('alice'), 'impersonation');
select throws_ok(
  format('select social.report_post(%L, ''spam'', %L)', social_tests.post_id('sunrise'),
    repeat('x', 2001)),
  'PT422', 'reason_too_long', 'a report is refused if its note is too long');
select social_tests.act_as('carol');
select social.report_post(social_tests.post_id('sunrise'), 'violence');

select social_tests.act_as('mona');
select results_eq(
  'select subject_username, reason, note, report_count from social.moderation_queue()',
  $$
    values ('alice', 'spam'::social.report_reason, 'Look', 2), ('alice', 'harassment', null, 1),
      ('alice', 'impersonation', null, 1), ('alice', 'violence', null, 2)
  $$,
  'moderation_queue lists all open reports, oldest first');
select results_eq(
  format(
    $$
      select reporter_username, other_reports #>> '{0,reason}', sanction_count,
        current ->> 'caption'
      from social.review_report(%L)
    $$, social_tests.report_id('carol')),
  $$values ('carol', 'spam', 0, 'sunrise')$$,
  'a review of a report shows the other reports of the same post');
select throws_ok(
  format('select social.resolve_report(%L, ''dismissed'', '''')', (select id from first_report)),
  'PT422', 'reason_missing', 'a report cannot be resolved without a reason');
select is(
  (select decision from social.resolve_report((select id from first_report), 'dismissed', 'Fine')),
  'dismissed', 'a moderator can resolve a report');
select throws_ok(
  format('select social.resolve_report(%L, ''action_taken'', ''No'')', (select id from first_report)),
  'PT409', 'report_resolved', 'a resolved report cannot be resolved again');
select is(
  (select count(*) from social.moderation_queue('closed')), 1::bigint,
  'the list of closed reports contains a resolved report');

select social_tests.act_as('bob');
select results_eq(
  'select reason, decision, decided_at is not null from social.my_reports()',
  $$
    values ('impersonation'::social.report_reason, null::social.report_decision, false),
      ('harassment', null, false), ('spam', 'dismissed', true)
  $$,
  'the reporter can read the decision on the report');
select isnt(
  (select id from social.report_post(social_tests.post_id('sunrise'), 'hate')),
  (select id from first_report),
  'the reporter can report the same post again after the first report is resolved');
select is_empty(
  $$select report from social.my_reports() as report where report::text like '%Fine%'$$,
  'the reporter cannot read the reason that staff gave for the decision');

select * from finish();
rollback;
