begin;
select plan(11);
select social_tests.person('alice', true);
select social_tests.person('bob');
select social_tests.login('newcomer');
select social_tests.post('alice', 'sunrise');
select social_tests.upload('alice');
select social_tests.upload('alice', 'social-exports');

-- Each row is a change of the claims of a valid token. A claim with the value null is removed.
create temp table forms (form text, change jsonb);
insert into forms values
  ('without a session_id', '{"session_id": null}'),
  ('with an empty session_id', '{"session_id": ""}'),
  ('with a session_id of blanks', '{"session_id": "  "}'),
  ('with a word as session_id', '{"session_id": "main"}'),
  ('with a number as session_id', '{"session_id": 1}'),
  ('with a list as session_id', '{"session_id": []}'),
  ('with an object as session_id', '{"session_id": {}}'),
  ('with 36 dashes as session_id', jsonb_build_object('session_id', repeat('-', 36))),
  ('with the session_id in braces',
    jsonb_build_object('session_id', '{' || social_tests.id('alice') || '}')),
  ('with a line after the session_id',
    jsonb_build_object('session_id', social_tests.id('alice') || e'\n')),
  ('with a longer session_id', jsonb_build_object('session_id', social_tests.id('alice') || '0')),
  ('with an unknown session_id', jsonb_build_object('session_id', gen_random_uuid())),
  ('with the session_id of another person',
    jsonb_build_object('session_id', social_tests.id('bob'))),
  ('without amr', '{"amr": null}'),
  ('with an empty amr', '{"amr": []}'),
  ('with a word as amr', '{"amr": "password"}'),
  ('with an object as amr', '{"amr": {"method": "password"}}'),
  ('with an empty method in amr', '{"amr": [""]}'),
  ('with null in amr', '{"amr": [null]}'),
  ('without a subject', '{"sub": null}'),
  ('with the subject of another issuer', '{"sub": "user_2abcDEF"}'),
  ('with the id of another person', jsonb_build_object('sub', social_tests.id('bob')));
grant select on forms to authenticated;

create function pg_temp.outcomes(statement text) returns table (form text, outcome text)
language plpgsql as $$
declare
  claims jsonb := social_tests.claims('alice');
  change jsonb;
begin
  for form, change in select * from forms loop
    perform set_config('request.jwt.claims', (
      select jsonb_object_agg(key, value)::text from jsonb_each(claims || change)
      where value <> 'null'), true);
    outcome := social_tests.outcome(statement);
    return next;
  end loop;
  perform set_config('request.jwt.claims', claims::text, true);
end;
$$;

select social_tests.act_as('alice');
select lives_ok('select social.my_profile()',
  'SEC-64 a token with the claims of Auth works');
select isnt_empty('select from social.posts, storage.objects',
  'SEC-64 a token with the claims of Auth sees private rows and files');
select social_tests.remember();
select results_eq(
  $$
    select form from pg_temp.outcomes('select social.my_profile()')
    where outcome !~ '^PT401 not_signed_in '
  $$, array[]::text[], 'SEC-64 a token without a session cannot read the own profile');
select results_eq(
  $$
    select form from pg_temp.outcomes('select social.create_post(''sunset'')')
    where outcome !~ '^PT401 not_signed_in '
  $$, array[]::text[], 'SEC-64 a token without a session cannot write');
select results_eq(
  $$
    select form from pg_temp.outcomes('select social.delete_profile(true)')
    where outcome !~ '^PT401 not_signed_in '
  $$, array[]::text[], 'SEC-64 a token without a session cannot delete the account');
select results_eq(
  $$
    select form from pg_temp.outcomes('select social.request_export()')
    where outcome !~ '^PT401 not_signed_in '
  $$, array[]::text[], 'SEC-64 a token without a session cannot request an export');
select results_eq(
  $$
    select form from pg_temp.outcomes('select social.create_profile(''eve'')')
    where outcome !~ '^PT401 not_signed_in '
  $$, array[]::text[], 'SEC-64 a token without a session cannot create a profile');
select results_eq(
  $$
    select form from pg_temp.outcomes(format(
      'select social.post(%L)', social_tests.post_id('sunrise')))
    where outcome !~ '^PT404 post_not_found '
  $$, array[]::text[], 'SEC-64 a token without a session cannot open a private post');
select results_eq(
  $$select form from pg_temp.outcomes('select from social.posts') where outcome <> '0 rows'$$,
  array[]::text[], 'SEC-64 a token without a session sees no private row of a table');
select results_eq(
  $$
    select form from pg_temp.outcomes(
      'select from storage.objects where bucket_id like ''social-%''')
    where outcome <> '0 rows'
  $$, array[]::text[], 'SEC-64 a token without a session sees no file');
select ok(social_tests.is_unchanged(),
  'SEC-64 calls with a token without a session change no row');

select * from finish();
rollback;
