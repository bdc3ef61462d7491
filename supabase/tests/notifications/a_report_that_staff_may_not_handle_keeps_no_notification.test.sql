begin;
select plan(4);
select social_tests.person(name)
from unnest(array['alice', 'bob', 'carol', 'mona', 'otto', 'ada']) as name;
select social_tests.staff('mona'), social_tests.staff('otto');
select social_tests.staff('ada', 'administrator');

-- All three are notified of the first report. Within the hour, two reports follow: one about mona,
-- and one by otto.
select social_tests.act_as('alice');
select social.report_profile(social_tests.id('bob'), 'spam');
select social.report_profile(social_tests.id('mona'), 'spam');
select social_tests.act_as('otto');
select social.report_profile(social_tests.id('carol'), 'spam');
select social_tests.act_as('ada');
select social.resolve_report(id, 'dismissed', 'Fine')
from social.moderation_queue('open') where subject_id = social_tests.id('bob');
select is(social_tests.inbox('ada'), array['report_waiting'],
  'the notification of an administrator stays while reports wait');
select is(social_tests.inbox('mona'), array['report_waiting'],
  'the report by another moderator keeps the notification of a moderator');
select is(social_tests.inbox('otto'), array[]::text[],
  'neither a report by the moderator nor a report about staff keeps the notification');
select social_tests.act_as('ada');
select social.resolve_report(id, 'dismissed', 'Fine')
from social.moderation_queue('open') where subject_id = social_tests.id('carol');
select is(social_tests.inbox('mona'), array[]::text[],
  'a report about the moderator does not keep the notification');

select * from finish();
rollback;
