begin;
select plan(17);
select social_tests.person(name)
from unnest(array['alice', 'bob', 'carol', 'mona', 'otto', 'ada']) as name;
select social_tests.staff('mona'), social_tests.staff('otto');
select social_tests.staff('ada', 'administrator');
create function pg_temp.report(reporter text, subject text) returns void language plpgsql as $$
begin
  perform social_tests.act_as(report.reporter);
  perform social.report_profile(social_tests.id(report.subject), 'spam');
end;
$$;

select pg_temp.report('alice', 'bob');
select is(social_tests.inbox('mona'), array['report_waiting'], 'a new report notifies a moderator');
select is(social_tests.inbox('ada'), array['report_waiting'], 'a new report notifies an administrator');
select is(social_tests.inbox('carol'), array[]::text[], 'a new report notifies nobody else');
select social_tests.see_all('mona');
select pg_temp.report('carol', 'bob');
select is(social_tests.badge('mona'), 0, 'a second report within an hour does not notify again');
select social_tests.let_pass('59 minutes');
select pg_temp.report('bob', 'alice');
select is(social_tests.badge('mona'), 0, 'a report after 59 minutes does not notify again');
select social_tests.let_pass('2 minutes');
select pg_temp.report('bob', 'carol');
select is(social_tests.badge('mona'), 1, 'a report after an hour notifies again');
select is(social_tests.inbox('mona'), array['report_waiting'], 'the list still has one row');
select pg_temp.report('bob', 'carol');
select is(social_tests.inbox('mona'), array['report_waiting'], 'a repeated report adds nothing');

-- Only those who may handle the report
select social_tests.let_pass('30 hours');
select social_tests.see_all('mona'), social_tests.see_all('otto'), social_tests.see_all('ada');
select pg_temp.report('alice', 'mona');
select is(
  array[social_tests.badge('mona'), social_tests.badge('otto'), social_tests.badge('ada')],
  array[0, 0, 1], 'a report about a moderator notifies administrators only');
select social_tests.let_pass('2 hours');
select pg_temp.report('otto', 'carol');
select is(
  array[social_tests.badge('mona'), social_tests.badge('otto')], array[1, 0],
  'a report by a moderator does not notify that moderator');

-- When nothing waits any more
select social.resolve_report(reports.id, 'dismissed', 'Fine')
from social_tests.act_as('ada') as always,
  (select id from social.moderation_queue('open', page_size => 100)) as reports;
select is(social_tests.inbox('ada'), array[]::text[],
  'the notification disappears when no report waits');
select is(social_tests.inbox('mona'), array[]::text[],
  'the notification disappears for the other members of staff too');
select social_tests.let_pass('2 hours');
select pg_temp.report('alice', 'mona');
select is(social_tests.inbox('mona'), array[]::text[],
  'a report about a moderator brings back no earlier notification of that moderator');
select is(social_tests.badge('mona'), 0, 'the badge reveals nothing about the report either');
select social_tests.let_pass('2 hours');
select pg_temp.report('alice', 'carol');
select is(social_tests.inbox('otto'), array['report_waiting', 'report_decision'],
  'the next report notifies again, and the notification of decided reports stays away');
select social_tests.act_as('ada');
select social.remove_staff_member(social_tests.id('otto'));
select is(social_tests.inbox('otto'), array['report_decision'],
  'the notification disappears when a person leaves the staff');
select social_tests.act_as_operator();
update social_private.accounts set suspended_at = now() where profile_id = social_tests.id('mona');
select social_tests.let_pass('2 hours');
select pg_temp.report('bob', 'carol');
select social_tests.act_as_operator();
update social_private.accounts set suspended_at = null where profile_id = social_tests.id('mona');
select is(social_tests.badge('ada'), 1, 'an active administrator is notified');

select * from finish();
rollback;
