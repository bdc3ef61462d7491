begin;
select plan(7);
select social_tests.person(name) from unnest(array['inactive', 'banned']) as name;
update social_private.accounts set
  deactivated_at = case profile_id when social_tests.id('inactive') then now() end,
  suspended_at = case profile_id when social_tests.id('banned') then now() end;

select social_tests.sign_in('inactive');
select lives_ok('select social.delete_profile()', 'a deactivated person can delete their account');
select social_tests.sign_in('inactive');
select is((social.restore_profile()).username, 'inactive',
  'a deactivated person can restore their deleted account');
select throws_ok(
  'select social.my_profile()', 'PT403', 'account_deactivated',
  'an account deactivated before its deletion is still deactivated after its restoration');
select is((social.reactivate_profile()).username, 'inactive',
  'a restored account can be reactivated');

select social_tests.sign_in('banned');
select social.delete_profile();
select social_tests.sign_in('banned');
select is((social.restore_profile()).username, 'banned',
  'a suspended person can restore their deleted account');
select throws_ok(
  'select social.my_profile()', 'PT403', 'account_suspended',
  'an account suspended before its deletion is still suspended after its restoration');
select social_tests.act_as_operator();
select is_empty('select * from social_private.erasures',
  'a restored account is no longer scheduled for erasure');

select * from finish();
rollback;
