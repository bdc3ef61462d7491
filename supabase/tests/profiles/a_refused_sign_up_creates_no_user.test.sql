begin;
select plan(7);
select social_tests.person('alice');

create temp view attempts as
select name, social_tests.outcome(format(
  'select social_tests.insert_user(''new@example.com'', %L)',
  jsonb_build_object('social_username', name))) as outcome
from unnest(array['alice', 'Alice', 'a1ice', 'admin', 'al', '', 'no spaces', '@alice']) as name;

select social_tests.remember();
select is(
  (select array_agg(split_part(outcome, ' ', 2) order by name collate "C") from attempts),
  array[
    'username_invalid', 'username_invalid', 'username_taken', 'username_taken', 'username_taken',
    'username_invalid', 'username_taken', 'username_invalid'
  ],
  'a sign-up is refused with an error that says whether the username is taken or invalid');
select ok(social_tests.is_unchanged(), 'a refused sign-up creates neither a user nor a profile');

-- A project may install before_user_created as an Auth hook. Auth calls the hook before it inserts
-- a user.
select is(
  social_private.before_user_created('{"user": {"user_metadata": {"social_username": "a1ice"}}}'),
  '{"error": {"http_code": 409, "message": "username_taken"}}',
  'the Auth hook refuses a look-alike of a taken username with username_taken');
select is(
  social_private.before_user_created('{"user": {"user_metadata": {"social_username": "x"}}}'),
  '{"error": {"http_code": 422, "message": "username_invalid"}}',
  'the Auth hook refuses an invalid username with status 422 and username_invalid');
select is(
  array[
    social_private.before_user_created('{"user": {"user_metadata": {"social_username": "bob"}}}'),
    social_private.before_user_created('{"user": {"user_metadata": {}}}'),
    social_private.before_user_created('{"user": {}}'),
    social_private.before_user_created('{}')
  ],
  array['{}', '{}', '{}', '{}']::jsonb[],
  'the Auth hook accepts a sign-up with a free username or without a username');

select is(
  social_private.before_user_created(jsonb_build_object('user', jsonb_build_object(
    'user_metadata', jsonb_build_object('social_username', 'bob', 'social_display_name', repeat('x', 51))))),
  '{"error": {"http_code": 422, "message": "display_name_too_long"}}',
  'the Auth hook refuses a display name that is too long');
select throws_ok(
  format('select social_private.insert_profile(%L, ''alicia'', null)', social_tests.id('alice')),
  'PT409', 'username_taken', 'a user with a profile cannot get a second profile');

select * from finish();
rollback;
