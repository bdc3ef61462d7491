begin;
select plan(10);
select social_tests.login('newcomer');
select social_tests.person('alice');

select social_tests.act_as('newcomer');
select throws_ok(
  'select social.my_profile()', 'PT403', 'profile_missing',
  'my_profile fails with profile_missing for a user without a profile');
select throws_ok(
  'select social_tests.raised(social.create_profile(''alice''))', 'PT409', 'username_taken',
  'create_profile refuses a taken username');
select throws_ok(
  format('select social_tests.raised(social.create_profile(''bob'', %L))', repeat('x', 51)), 'PT422',
  'display_name_too_long', 'create_profile refuses a display name that is too long');
select is(
  (select (id, username, display_name, post_count, is_private)::text
    from json_populate_record(
      null::social.profile_details, social.create_profile('Bob', 'Bob B.'))),
  format('(%s,bob,"Bob B.",0,f)', auth.uid()), 'create_profile returns the new profile');
select social_tests.remember();
select throws_ok(
  'select social_tests.raised(social.create_profile(''robert''))', 'PT409', 'profile_exists',
  'create_profile refuses a second profile with another username');
select throws_ok(
  'select social_tests.raised(social.create_profile(''bob'', ''Robert''))', 'PT409', 'profile_exists',
  'create_profile refuses a second profile with another display name');
select is(
  (select (id, display_name)::text from json_populate_record(
    null::social.profile_details, social.create_profile('BOB', ' Bob B. '))),
  format('(%s,"Bob B.")', auth.uid()),
  'create_profile called again with the same values returns the existing profile');
select social_tests.act_as('alice');
select throws_ok(
  'select social_tests.raised(social.create_profile(''robert''))', 'PT409', 'profile_exists',
  'create_profile refuses a second profile for a user whose sign-up created a profile');
select ok(social_tests.is_unchanged(), 'refused calls of create_profile change no row');
select social_tests.act_as('newcomer');
select social.deactivate_profile();
select throws_ok(
  'select social_tests.raised(social.create_profile(''bob'', ''Bob B.''))', 'PT409', 'profile_exists',
  'create_profile called again does not return the profile of a deactivated person');

select * from finish();
rollback;
