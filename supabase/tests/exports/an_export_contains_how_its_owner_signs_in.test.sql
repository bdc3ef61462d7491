begin;
select plan(7);
select social_tests.person('alice'), social_tests.person('bob');
update auth.users set
  phone = '491701234567', last_sign_in_at = '2026-03-02 10:00+00',
  created_at = '2026-03-01 09:00+00'
where id = social_tests.id('alice');
delete from auth.identities;
delete from auth.sessions;
insert into auth.identities (
  provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at)
select name || ' at github', social_tests.id(name), jsonb_build_object(
    'sub', name, 'email', name || '@example.org', 'provider_token', 'secret 1',
    'custom_claims', jsonb_build_object('team', 'red', 'Access_Token', 'secret 2'),
    'links', jsonb_build_array(jsonb_build_object('url', 'x', 'client_secret', 'secret 3'))),
  'github', '2026-03-02 10:00+00', '2026-03-01 09:00+00', '2026-03-02 10:00+00'
from unnest(array['alice', 'bob']) as name;
insert into auth.sessions (id, user_id, aal, created_at, updated_at, refreshed_at, ip, user_agent)
select gen_random_uuid(), social_tests.id(name), 'aal1', '2026-03-02 10:00+00',
  '2026-03-02 11:00+00', '2026-03-02 11:00', '192.0.2.7', 'Firefox of ' || name
from unnest(array['alice', 'bob']) as name;
select set_config('my.export', (
  select item from social_private.export_items(social_tests.id('alice'), 'export', '', 100)
)::text, true);
create function pg_temp.at(path text) returns text language sql as $$
  select jsonb_path_query_array(current_setting('my.export')::jsonb, at.path::jsonpath)::text
$$;

select is(pg_temp.at('$.profile.phone'), '["491701234567"]',
  'an export contains the phone number of its owner');
select is(
  pg_temp.at('$.login.created_at') || pg_temp.at('$.login.last_sign_in_at'),
  '["2026-03-01T09:00:00+00:00"]["2026-03-02T10:00:00+00:00"]',
  'an export contains the times of the sign-up and of the last sign-in');
select is(
  pg_temp.at('$.login.identities[*].provider') || pg_temp.at('$.login.identities[*].data.email'),
  '["github"]["alice@example.org"]', 'an export contains the identities of its owner only');
select is(pg_temp.at('$.login.identities[*].last_sign_in_at'), '["2026-03-02T10:00:00+00:00"]',
  'an export contains the time of the last sign-in with each provider');
select is(
  pg_temp.at('$.login.identities[*].data.custom_claims')
    || pg_temp.at('$.login.identities[*].data.links'),
  '[{"team": "red"}][[{"url": "x"}]]', 'an export contains the claims of a provider');
select unalike(current_setting('my.export'), '%secret%',
  'an export contains no token and no secret of a provider');
select is(
  pg_temp.at('$.login.sessions[*]'),
  '[{"ip": "192.0.2.7", "created_at": "2026-03-02T10:00:00+00:00", "user_agent": '
    '"Firefox of alice", "refreshed_at": "2026-03-02T11:00:00+00:00"}]',
  'an export contains the sessions of its owner only');

select * from finish();
rollback;
