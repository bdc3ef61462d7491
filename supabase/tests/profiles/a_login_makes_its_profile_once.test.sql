begin;
select plan(10);
select social_tests.login('newcomer');
select social_tests.person('alice');

select social_tests.act_as('newcomer');
select throws_ok(
  'select social.my_profile()', 'PT403', 'profile_missing', 'a login alone has no page');
select throws_ok(
  'select social.create_profile(''alice'')', 'PT409', 'username_taken', 'a taken name is refused');
select throws_ok(
  format('select social.create_profile(''bob'', %L)', repeat('x', 51)), 'PT422',
  'display_name_too_long', 'and a long display name');
select is(
  (select (id, username, display_name, post_count, is_private)::text
    from social.create_profile('Bob', 'Bob B.')),
  format('(%s,bob,"Bob B.",0,f)', auth.uid()), 'create_profile returns the new page');
select social_tests.remember();
select throws_ok(
  'select social.create_profile(''robert'')', 'PT409', 'profile_exists',
  'a second profile is refused');
select throws_ok(
  'select social.create_profile(''bob'', ''Robert'')', 'PT409', 'profile_exists',
  'and another name to show');
select is(
  (select (id, display_name)::text from social.create_profile('BOB', ' Bob B. ')),
  format('(%s,"Bob B.")', auth.uid()), 'a retry with the same words gets the page');
select social_tests.act_as('alice');
select throws_ok(
  'select social.create_profile(''robert'')', 'PT409', 'profile_exists',
  'also to who signed up with a name');
select ok(social_tests.is_unchanged(), 'and changes nothing');
select social_tests.act_as('newcomer');
select social.deactivate_profile();
select throws_ok(
  'select social.create_profile(''bob'', ''Bob B.'')', 'PT409', 'profile_exists',
  'who is away gets no page by asking for one');

select * from finish();
rollback;
