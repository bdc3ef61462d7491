begin;
select plan(16);
select social_tests.person(name) from unnest(array['alice', 'bob', 'mallory', 'ada']) as name;
select social_tests.staff('ada', 'administrator');
select social_tests.post('alice', 'sunrise');
create temp view ids as
select username, id::text, social_tests.post_id('sunrise') as post from social.profiles;
create temp table known as select * from ids;
grant select on known to public;
create function pg_temp.id(name text) returns text language sql
  return (select id from known where username = name);
create function pg_temp.like() returns text language sql
as $$
  select social_tests.outcome(format('select social.like_post(%L)', post)) from known limit 1
$$;

select social_tests.act_as_server_for(pg_temp.id('bob'));
select is(pg_temp.like(), '1 rows', 'SEC-120 a server likes a post as bob');
select social_tests.act_as_operator();
select results_eq(
  'select user_id from social.likes', $$values (social_tests.id('bob'))$$,
  'SEC-120 the like is of bob');
set constraints all immediate;
select results_eq(
  $$select actor_role, actor_id, action, subject_id, after ->> 'request'
    from social_private.audit_log where action = 'act'$$,
  $$values ('operator', null::uuid, 'act', social_tests.id('bob'), '/rpc/call')$$,
  'SEC-120 the audit log says that the operator acted as bob');
select is_empty('select from social_private.acting_calls', 'SEC-120 no note of it stays elsewhere');
set constraints all deferred;

-- Nobody else reaches the header.
select social_tests.act_as_server_for(
  pg_temp.id('bob'), social_tests.claims('mallory'));
select is((select id from social.my_profile()), social_tests.id('mallory'),
  'SEC-120 a signed-in person stays who they are, whatever the header says');
select social_tests.act_as_server_for(pg_temp.id('bob'), '{"role": "anon"}');
select matches(pg_temp.like(), '^PT401 not_signed_in', 'SEC-120 nor does the publishable key');
select social_tests.act_as_server_for(pg_temp.id('bob'), '{"role": "authenticated"}');
select matches(pg_temp.like(), '^PT401 not_signed_in',
  'SEC-120 nor does a token without a session');
select social_tests.act_as_server_for(pg_temp.id('bob'));
select set_config('role', 'authenticated', true);
select matches(pg_temp.like(), '^PT401 not_signed_in',
  'SEC-120 nor do claims of the secret key in another role');
select social_tests.act_as_server_for(pg_temp.id('bob'), '{"role": "authenticated"}');
select set_config('role', 'service_role', true);
select matches(pg_temp.like(), '^PT401 not_signed_in',
  'SEC-120 nor does the role of the secret key with the claims of another role');

-- The setting of as_profile() means nothing on a connection of the Data API. authenticator is the
-- role of that connection.
select social_tests.act_as_operator();
select ok(not pg_has_role('authenticator', 'postgres', 'member'),
  'SEC-120 the connection of the Data API is no operator');
select social_tests.act_as('mallory');
select matches(
  social_tests.outcome(format('select social_private.as_profile(%L)', pg_temp.id('bob'))),
  '^42501 permission denied for schema', 'SEC-120 people cannot call as_profile');
select social_tests.act_as_service();
select matches(
  social_tests.outcome(format('select social_private.as_profile(%L)', pg_temp.id('bob'))),
  '^42501 permission denied for schema', 'SEC-120 the secret key cannot call as_profile');

-- What needs the person.
select social_tests.act_as_server_for(pg_temp.id('ada'));
select matches(social_tests.outcome('select social.staff_members()'), '^PT401 not_signed_in',
  'SEC-120 a server does not moderate in the name of an administrator');
select matches(social_tests.outcome('select social.delete_profile()'), '^PT401 not_signed_in',
  'SEC-120 a server deletes no account in the name of a person');
select matches(social_tests.outcome('select social.request_export()'), '^PT401 not_signed_in',
  'SEC-120 a server gets no export in the name of a person');
select social_tests.act_as_operator();
select social_tests.act_as_service();
select matches(pg_temp.like(), '^PT401 not_signed_in .*x-social-profile',
  'SEC-120 without the header, the answer names the header');

select * from finish();
rollback;
