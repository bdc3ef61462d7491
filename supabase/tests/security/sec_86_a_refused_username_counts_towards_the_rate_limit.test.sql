begin;
select plan(9);
select social_tests.person(name) from unnest(array['alice', 'mallory', 'eve']) as name;
select social_tests.login('newcomer');
update social.profiles set created_at = now() - interval '1 year';
update social_private.config set rate_limit_factor = 1, new_account_factor = 1;
update social_private.rate_limits set hourly = 3 where action = 'username';

-- Makes four calls and returns the codes of the answers.
create function pg_temp.answers(call text) returns text[]
  language plpgsql
as $$
declare
  answer json;
  codes text[] := '{}';
begin
  for place in 1 .. 4 loop
    begin
      execute 'select social.' || call into answer;
    exception when sqlstate 'PGRST' then
      answer := sqlerrm;
    end;
    codes := codes || concat_ws(' ', answer ->> 'code', answer ->> 'message');
  end loop;
  return codes;
end;
$$;

select social_tests.act_as('mallory');
select is(
  pg_temp.answers('change_username(''alice'')'),
  '{PT409 username_taken, PT409 username_taken, PT409 username_taken, PT429 rate_limited}',
  'SEC-86 a refused change of a username consumes a token');
select is(
  pg_temp.answers('create_profile(''mallory'')'),
  array_fill('PT429 rate_limited'::text, array[4]),
  'SEC-86 create_profile and change_username consume the tokens of the same bucket');
select social_tests.act_as('newcomer');
select is(
  pg_temp.answers('create_profile(''adm1n'')'),
  '{PT409 username_taken, PT409 username_taken, PT409 username_taken, PT429 rate_limited}',
  'SEC-86 a refused profile consumes a token');
select is(
  pg_temp.answers('create_profile(''newcomer'', repeat(''x'', 51))'),
  array_fill('PT429 rate_limited'::text, array[4]),
  'SEC-86 a login without tokens learns nothing about a name');
select social_tests.act_as('eve');
select is(
  pg_temp.answers('change_username(''a b'')'),
  '{PT422 username_invalid, PT422 username_invalid, PT422 username_invalid, PT429 rate_limited}',
  'SEC-86 an invalid username consumes a token');

-- The value has the format in which the Data API answers a raised error.
select social_tests.act_as('alice');
select is(
  social.change_username('mallory')::text,
  '{"code":"PT409","details":"This username is not available.",'
    '"hint":"Choose another username.","message":"username_taken"}',
  'SEC-86 the refusal is the value that the Data API makes of an error');
select is(current_setting('response.status', true), '409',
  'SEC-86 the refusal has the HTTP status of the error');
select set_config('response.status', '', true);
select social_tests.remember();
select social.change_username('mallory');
select ok(social_tests.is_unchanged(), 'SEC-86 a refused call changes no row');
select set_config('response.status', '', true);
select is(
  (social.change_username('alina') ->> 'username') || current_setting('response.status', true),
  'alina', 'SEC-86 a successful call sets no HTTP status');

select * from finish();
rollback;
