begin;
select plan(7);
select social_tests.person(name)
from unnest(array['alice', 'bob', 'mona', 'otto', 'ada', 'eve']) as name;
select social_tests.staff('mona'), social_tests.staff('otto');
select social_tests.staff('ada', 'administrator'), social_tests.staff('eve', 'administrator');
create function pg_temp.world(name text) returns text language plpgsql as $$
begin
  perform social_tests.act_as(world.name);
  return concat_ws(e'\n',
    (select string_agg(r::text, e'\n') from social.notifications() as r), social.unseen_count());
end;
$$;
create function pg_temp.report(reporter text, subject text) returns void language plpgsql as $$
begin
  perform social_tests.act_as(report.reporter);
  perform social.report_profile(social_tests.id(report.subject), 'spam');
end;
$$;
select social_tests.act_as('mona');
select set_config('my.topic', (social.watch_notifications()).topic, true);

select pg_temp.report('alice', 'mona'), pg_temp.report('bob', 'ada');
select is(pg_temp.world('mona'), '0',
  'SEC-103 reports about a moderator and about an administrator do not reach that moderator');
select is(pg_temp.world('otto'), '0',
  'SEC-103 reports about staff do not reach other moderators');
select social_tests.act_as_operator();
select is(social_tests.sent(current_setting('my.topic')), '{}',
  'SEC-103 such a report sends no hint');
select is(social_tests.inbox('eve'), array['report_waiting'],
  'SEC-103 reports about staff reach administrators');
select is(social_tests.inbox('ada'), array['report_waiting'],
  'SEC-103 an administrator hears only of reports about others');

-- An ordinary report waits, and is decided, while the report about mona still waits.
select pg_temp.report('alice', 'bob');
select set_config('my.world', pg_temp.world('mona'), true);
select social_tests.act_as('otto');
select social.resolve_report(social_tests.report_id('alice'), 'dismissed', 'Fine');
select is(pg_temp.world('mona'), '0',
  'SEC-103 the notification of a decided report does not stay because of a hidden report');
select pg_temp.report('otto', 'alice');
select is(pg_temp.world('otto'), '0', 'SEC-103 the own report of a moderator does not notify them');

select * from finish();
rollback;
