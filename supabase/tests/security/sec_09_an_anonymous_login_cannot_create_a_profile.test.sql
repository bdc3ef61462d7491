begin;
select plan(5);
select social_tests.login('mallory', is_anonymous => true);

select social_tests.remember();
select social_tests.act_as('mallory', '{"is_anonymous": true}');
select throws_ok(
  'select social.create_profile(''mallory'')', 'PT401', 'not_signed_in',
  'SEC-09 an anonymous login cannot create a profile');
select throws_ok(
  'select social.home_feed()', 'PT403', 'profile_missing',
  'SEC-09 an anonymous login cannot read a home feed');
select ok(social_tests.is_unchanged(), 'SEC-09 refused calls of an anonymous login change no row');

select social_tests.act_as_operator();
-- auth.signInAnonymously({ options: { data: { social_username: 'mallory' } } }) inserts this row.
select throws_matching(
  $$
    select social_tests.insert_user(null, '{"social_username": "mallory"}', true);
    select 1 / count(*) from social.profiles where username = 'mallory'
  $$,
  'division by zero',
  'SEC-09 an anonymous sign-up with a username in its metadata creates no profile');
select social_tests.insert_user('alice@example.com', '{"social_username": "alice"}');
select is(
  (select count(*) from social.profiles), 1::bigint,
  'SEC-09 a sign-up with an e-mail address creates a profile');

select * from finish();
rollback;
