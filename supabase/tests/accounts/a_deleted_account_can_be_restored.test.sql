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
  'alice deletes her account');
select social_tests.act_as_operator();
select is_empty(
  format('select * from auth.sessions where user_id = %L', social_tests.id('alice')),
  'her sessions end');
select social_tests.act_as('bob');
select throws_ok(
  format('select social.profile(%L)', social_tests.id('alice')), 'PT404', 'profile_not_found',
  'she is not there');
select is_empty('select * from social.home_feed()', 'nor is what she posted');
select social_tests.work();

select social_tests.sign_in('alice');
select throws_ok(
  'select social.my_profile()', 'PT403', 'account_deleted', 'signed in again she hears why');
select throws_ok(
  'select social.reactivate_profile()', 'PT403', 'account_deleted', 'and is not just away');
select set_config('my.receipt', (select receipt_id from social.delete_profile())::text, true);
select social_tests.sign_in('alice');
select is(
  (select receipt_id::text from social.delete_profile()), current_setting('my.receipt'),
  'deleting again changes nothing');
select social_tests.sign_in('alice');
select is((social.restore_profile()).username, 'alice', 'she takes it back');
select is((social.restore_profile()).username, 'alice', 'again changes nothing');
select throws_ok(
  format('select social.erasure_receipt(%L)', current_setting('my.receipt')), 'PT404',
  'receipt_not_found', 'there is no receipt of what was taken back');
select social_tests.act_as('bob');
select is(
  social.profile(social_tests.id('alice'))::text, current_setting('my.page'), 'she is who she was');

select social_tests.sign_in('alice');
select social.delete_profile();
select social_tests.act_as_operator();
update social_private.erasures set erases_at = now() - interval '1 second';
select social_tests.act_as('alice');
select throws_ok(
  'select social.restore_profile()', 'PT410', 'restore_expired', 'after 30 days it is too late');

select * from finish();
rollback;
