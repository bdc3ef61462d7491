begin;
select plan(11);
select social_tests.person('alice');
select social_tests.insert_user('waiting@example.com',
  '{"social_username": "waiting", "social_display_name": "Ada"}', is_confirmed => false);
select social_tests.act_as_anon();

select is(
  social.check_sign_up('new@example.com', 'new_name', ' New '), 'available',
  'a username and a display name that a sign-up may have are available');
select is(
  social.check_sign_up('new@example.com', 'a1ice'), 'username_taken',
  'a look-alike of a taken username is taken');
select is(
  social.check_sign_up('new@example.com', 'no name', repeat('x', 51)), 'username_invalid',
  'the problem of the username comes before the problem of the display name');
select is(
  social.check_sign_up('new@example.com', null), 'username_invalid',
  'a missing username is invalid');
select is(
  social.check_sign_up('new@example.com', 'new_name', repeat('x', 51)), 'display_name_too_long',
  'a display name of 51 characters is too long');
select is(
  social.check_sign_up('new@example.com', 'new_name', e'a\u0007b'), 'text_invalid',
  'a control character in the display name is invalid');
select is(
  social.check_sign_up(null, 'new_name'), 'available',
  'a missing address is an unknown address');
select is(
  social.check_sign_up('Waiting@example.com', 'WAITING', ' Ada '), 'repeated',
  'a sign-up with the values of a sign-up that waits for its confirmation repeats it');
select is(
  social.check_sign_up('waiting@example.com', 'waiting', 'Bert'), 'available',
  'a sign-up with another display name does not repeat the earlier one');
select is(
  social.check_sign_up('waiting@example.com', 'waiting', null), 'available',
  'a sign-up without the display name does not repeat the earlier one');
select is(
  (select provolatile from pg_proc where proname = 'check_sign_up' and prosecdef = false), 'v',
  'check_sign_up is called by POST, so that no address is in a URL');

select * from finish();
rollback;
