begin;
select plan(4);
select social_tests.person('shy', true);
select social_tests.person(name) from unnest(array['bob', 'gone']) as name;
select social_tests.request(name, 'shy') from unnest(array['bob', 'gone']) as name;
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('gone');

select social_tests.act_as('shy');
select is((social.update_profile(is_private => false)).follower_count, 1,
  'an account that becomes public does not count the request of an inactive person');
select social_tests.act_as('gone');
select is((social.reactivate_profile()).following_count, 1,
  'the accepted request counts when the person is active again');
select social_tests.act_as('shy');
select is((social.my_profile()).follower_count, 2, 'the follow counts for both people');
select social_tests.act_as_operator();
select is_empty('select * from social_private.verify_counters()',
  'every counter equals the number of rows that count');

select * from finish();
rollback;
