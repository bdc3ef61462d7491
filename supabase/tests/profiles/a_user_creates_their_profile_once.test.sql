begin;
select plan(10);
select social_tests.login('newcomer');
select social_tests.person('alice');

select social_tests.act_as('newcomer');
select throws_ok(
  'select social.my_profile()', 'PT403', 'profile_missing',
  'a user without a profile gets profile_missing');
select throws_ok(
  'select social.create_profile(''alice'')', 'PT409', 'username_taken',
  'a taken username is refused');
select throws_ok(
  format('select social.create_profile(''bob'', %L)', repeat('x', 51)), 'PT422',
  'display_name_too_long', 'a display name that is too long is refused');
select is(
  (select (id, username, display_name, post_count, is_private)::text
    from social.create_profile('Bob', 'Bob B.')),
  format('(%s,bob,"Bob B.",0,f)', auth.uid()), 'create_profile returns the new profile');
select social_tests.remember();
select throws_ok(
  'select social.create_profile(''robert'')', 'PT409', 'profile_exists',
  'a second profile with another username is refused');
select throws_ok(
  'select social.create_profile(''bob'', ''Robert'')', 'PT409', 'profile_exists',
  'a second profile with another display name is refused');
select is(
  (select (id, display_name)::text from social.create_profile('BOB', ' Bob B. ')),
  format('(%s,"Bob B.")', auth.uid()), 'a retry with the same values returns the profile');
select social_tests.act_as('alice');
select throws_ok(
  'select social.create_profile(''robert'')', 'PT409', 'profile_exists',
  'a user whose sign-up created the profile cannot create a second one');
select ok(social_tests.is_unchanged(), 'the refused calls change nothing');
select social_tests.act_as('newcomer');
select social.deactivate_profile();
select throws_ok(
  'select social.create_profile(''bob'', ''Bob B.'')', 'PT409', 'profile_exists',
  'a deactivated person does not get the profile by a retry');

select * from finish();
rollback;
