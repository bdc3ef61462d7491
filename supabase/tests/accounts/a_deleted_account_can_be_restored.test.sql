begin;
select plan(12);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.follow('bob', 'alice');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'mine');
select social_tests.act_as('bob');
select set_config('my.page', social.profile(social_tests.id('alice'))::text, true);

select social_tests.sign_in('alice');
select is(
  (select erases_at - deleted_at from social.delete_profile()), interval '30 days',
  'deleting an account schedules its erasure for 30 days later');
select social_tests.act_as_operator();
select is_empty(
  format('select * from auth.sessions where user_id = %L', social_tests.id('alice')),
  'deleting an account ends all its sessions');
select social_tests.act_as('bob');
select throws_ok(
  format('select social.profile(%L)', social_tests.id('alice')), 'PT404', 'profile_not_found',
  'another person cannot see the profile of a deleted account');
select is_empty('select * from social.home_feed()',
  'the home feed of a follower contains no post of a deleted account');
select social_tests.work();

select social_tests.sign_in('alice');
select throws_ok(
  'select social.my_profile()', 'PT403', 'account_deleted',
  'a call by the owner of a deleted account fails with account_deleted');
select throws_ok(
  'select social.reactivate_profile()', 'PT403', 'account_deleted',
  'a deleted account cannot be reactivated');
select set_config('my.receipt', (select receipt_id from social.delete_profile())::text, true);
select social_tests.sign_in('alice');
select is(
  (select receipt_id::text from social.delete_profile()), current_setting('my.receipt'),
  'deleting an account is idempotent and returns the same receipt');
select social_tests.sign_in('alice');
select is((social.restore_profile()).username, 'alice',
  'the owner of a deleted account can restore it');
select is((social.restore_profile()).username, 'alice', 'restoring an account is idempotent');
select throws_ok(
  format('select social.erasure_receipt(%L)', current_setting('my.receipt')), 'PT404',
  'receipt_not_found', 'restoring an account deletes its erasure receipt');
select social_tests.act_as('bob');
select is(
  social.profile(social_tests.id('alice'))::text, current_setting('my.page'),
  'other people see the same profile before the deletion and after the restoration');

select social_tests.sign_in('alice');
select social.delete_profile();
select social_tests.act_as_operator();
update social_private.erasures set erases_at = now() - interval '1 second';
select social_tests.act_as('alice');
select throws_ok(
  'select social.restore_profile()', 'PT410', 'restore_expired',
  'an account cannot be restored later than 30 days after its deletion');

select * from finish();
rollback;
