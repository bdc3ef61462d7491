begin;
select plan(4);
select social_tests.person('alice');
select social_tests.insert_factor('alice');
update auth.sessions set created_at = now() - interval '3 days';
select social_tests.use_factor('alice', now() - interval '11 minutes');
insert into auth.mfa_amr_claims (session_id, created_at, updated_at, authentication_method, id)
select id, now(), now(), 'password', gen_random_uuid() from auth.sessions;

select social_tests.act_as('alice');
select throws_ok(
  'select social.delete_profile()', 'PT403', 'session_too_old',
  'a second factor that was used 11 minutes ago is not a recent sign-in');
select matches(
  social_tests.outcome('select social.delete_profile()'), 'use a second factor again',
  'the error says that the second factor can be used again');
select social_tests.act_as_operator();
select social_tests.person('bob');
select social_tests.insert_factor('bob');
select social_tests.use_factor('bob');
select social_tests.act_as('alice');
select throws_ok(
  'select social.delete_profile()', 'PT403', 'session_too_old',
  'a second factor that was used in another session is not a recent sign-in');
select social_tests.act_as_operator();
select social_tests.use_factor('alice', now() - interval '9 minutes');
select social_tests.act_as('alice');
select lives_ok('select social.delete_profile()',
  'a second factor that was used again 9 minutes ago is a recent sign-in');

select * from finish();
rollback;
