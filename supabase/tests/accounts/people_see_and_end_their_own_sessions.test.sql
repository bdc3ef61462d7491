begin;
select plan(14);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mallory']) as name;

-- Beside the session of the token, alice has a phone, a program and a session that has ended.
create temp table other (name text, id uuid default gen_random_uuid());
insert into other (name) values ('phone'), ('program'), ('over');
grant select on other to authenticated;
select social_tests.act_as_operator();
insert into auth.sessions (
  id, user_id, aal, created_at, updated_at, refreshed_at, user_agent, ip, not_after)
select other.id, social_tests.id('alice'), 'aal1', seen - interval '1 day', seen,
  seen at time zone 'UTC', agent, ip, ending
from other join (values
  ('phone', now() - interval '1 hour',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Safari/604.1',
    '192.0.2.7'::inet, null::timestamptz),
  ('program', now() - interval '2 hours', 'node', null, now() + interval '1 day'),
  ('over', now() - interval '2 hours', 'node', null, now() - interval '1 minute')
) as given (name, seen, agent, ip, ending) using (name);
insert into auth.refresh_tokens (
  instance_id, token, user_id, session_id, revoked, created_at, updated_at)
select '00000000-0000-0000-0000-000000000000', 'token of ' || other.name,
  social_tests.id('alice')::text, other.id, false, now(), now()
from other;

select social_tests.act_as('alice');
select results_eq(
  $$select coalesce(other.name, 'here'), device, is_current
    from social.my_sessions() with ordinality as listed (
      id, device, user_agent, ip, created_at, last_seen_at, is_current, place)
    left join other using (id) order by place$$,
  $$values ('here', null, true), ('phone', 'Safari on iPhone', false), ('program', null, false)$$,
  'a person sees their sessions that have not ended, this one first, then the latest seen');
select results_eq(
  $$select user_agent, ip, last_seen_at, created_at
    from social.my_sessions() join other using (id) where name = 'phone'$$,
  $$values ('Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Safari/604.1',
    '192.0.2.7', now() - interval '1 hour', now() - interval '25 hours')$$,
  'a session has the device, the address and the times that Auth stores');

select set_config('my.phone', (select id::text from other where name = 'phone'), true);
select set_config('my.program', (select id::text from other where name = 'program'), true);
create temp table ends as select * from social.end_session(current_setting('my.phone')::uuid);
grant select on ends to authenticated;
select is(
  (select (id, ended_at)::text from ends), format('(%s,"%s")', current_setting('my.phone'), now()),
  'end_session returns the id of the session and the time of its end');
select results_eq('select name from social.my_sessions() join other using (id)',
  array['program'], 'an ended session is no longer listed');
select is(
  (select (id, ended_at)::text from social.end_session(current_setting('my.phone')::uuid)),
  (select (id, ended_at)::text from ends),
  'ending a session twice gives the same answer twice');
select throws_ok('select social.end_session(gen_random_uuid())', 'PT404', 'session_not_found',
  'a session that does not exist is not found');
select throws_ok('select social.end_session(null)', 'PT422', 'argument_missing',
  'end_session needs an id');
select social_tests.act_as_operator();
select is(social_private.device_name(agent), device, device || ' is a device') from (values
  ('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'),
  ('Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0',
    'Edge on Windows'),
  ('Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36',
    'Chrome on Android'),
  ('Dart/3.9 (Linux)', 'Linux')
) as agents (agent, device);

select set_eq('select token from auth.refresh_tokens where token like ''token of %''',
  array['token of program', 'token of over'], 'the refresh tokens of an ended session are gone');
select is(
  (select count(*) from social_private.idempotency_keys), 1::bigint,
  'a refused end leaves no trace');
select social_tests.act_as('mallory');
select is((select count(*) from social.my_sessions()), 1::bigint,
  'another person sees only their own sessions');

select * from finish();
rollback;
