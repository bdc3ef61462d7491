begin;
select plan(5);
select social_tests.login('newcomer');

select social_tests.act_as('newcomer');
select is_empty(
  $$
    select name from unnest(array[
      'bob', 'b0b', 'a.b', 'a_b', 'a..b', 'a._b', '1st', 'x99', 'Anna.Maria_1984',
      'abcdefghijklmnopqrstuvwxyz1234'
    ]) as name
    where social.check_username(name) <> 'available'
  $$,
  'a username may have letters in any case, digits, dots and underscores');
select is_empty(
  $$
    select name from unnest(array[
      'ab', 'abcdefghijklmnopqrstuvwxyz12345', '.bob', 'bob.', '_bob', 'bob_', '...', '123', '1.2',
      'bob smith', 'bob-smith', 'bob@home', '@bob', 'bob/', 'bob\', 'bob''s', 'b%b', ' bob', 'bob ',
      e'bob\n', e'bob\t', '', 'josé', 'admın', 'аdmin', 'ａdmin', e'adm\u200bin', '💩💩💩', 'straße'
    ]) as name
    where social.check_username(name) <> 'invalid'
  $$,
  'a username without a letter, with a dot or _ at an end, or with other characters is invalid');
select is(social.check_username(null), 'invalid', 'check_username returns invalid for null');
select throws_ok(
  'select social_tests.raised(social.create_profile(''bob smith''))', 'PT422', 'username_invalid',
  'create_profile refuses a username for which check_username returns invalid');
select is(
  social.create_profile('Anna.Maria') ->> 'username', 'anna.maria',
  'a username is stored in lower case');

select * from finish();
rollback;
