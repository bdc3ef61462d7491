begin;
select plan(7);
select social_tests.person(name) from unnest(array['away', 'banned']) as name;
update social_private.accounts set
  deactivated_at = case profile_id when social_tests.id('away') then now() end,
  suspended_at = case profile_id when social_tests.id('banned') then now() end;

select social_tests.sign_in('away');
select lives_ok('select social.delete_profile()', 'who is deactivated leaves');
select social_tests.sign_in('away');
select is((social.restore_profile()).username, 'away', 'and takes it back');
select throws_ok(
  'select social.my_profile()', 'PT403', 'account_deactivated', 'which does not reactivate');
select is((social.reactivate_profile()).username, 'away', 'that is a step of its own');

select social_tests.sign_in('banned');
select social.delete_profile();
select social_tests.sign_in('banned');
select is((social.restore_profile()).username, 'banned', 'who is suspended takes it back too');
select throws_ok(
  'select social.my_profile()', 'PT403', 'account_suspended', 'and stays suspended');
select social_tests.act_as_operator();
select is_empty('select * from social_private.erasures', 'nobody will be erased');

select * from finish();
rollback;
