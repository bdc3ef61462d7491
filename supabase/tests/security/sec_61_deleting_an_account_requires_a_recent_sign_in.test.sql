begin;
select plan(5);
select social_tests.person('alice');
update auth.sessions set created_at = now() - interval '11 minutes';
select social_tests.remember();
select social_tests.act_as('alice');
select throws_ok(
  'select social.delete_profile(true)', 'PT403', 'session_too_old',
  'SEC-61 a session that began 11 minutes ago cannot delete the account');
select social_tests.act_as_operator();
select ok(social_tests.is_unchanged(), 'SEC-61 refused deletions change no row');
update auth.sessions set created_at = now() - interval '9 minutes';
select social_tests.person('bob');
select social_tests.act_as('bob', jsonb_build_object('session_id', social_tests.id('alice')));
select throws_ok(
  'select social.delete_profile()', 'PT401', 'not_signed_in',
  'SEC-61 the session of another person cannot delete the account');
select social_tests.act_as('alice');
select lives_ok('select social.delete_profile()',
  'SEC-61 a session that began 9 minutes ago can delete the account');
select throws_ok(
  'select social.restore_profile()', 'PT401', 'not_signed_in',
  'SEC-61 deleting the account ends its session');

select * from finish();
rollback;
