begin;
select plan(9);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.follow('bob', 'alice');
select social_tests.post('alice', 'sunrise');
update social_private.accounts set suspended_at = now()
where profile_id = social_tests.id('alice');

select social_tests.act_as('bob');
select throws_ok(
  $$select social.profile_by_username('alice')$$, 'PT404', 'profile_not_found',
  'nobody can see the profile of a suspended person');
select is_empty('select * from social.home_feed()',
  'the home feed of a follower contains no post of a suspended person');
select is_empty('select * from social.posts',
  'others cannot read the posts of a suspended person in social.posts');
select is((select following_count from social.my_profile()), 0,
  'the following_count of a follower leaves out a suspended person');
select social_tests.act_as('alice');
select throws_ok(
  'select social.my_profile()', 'PT403', 'account_suspended',
  'a call by a suspended person fails with account_suspended');
select throws_ok(
  'select social.reactivate_profile()', 'PT403', 'account_suspended',
  'a suspended person cannot reactivate their account');
select social_tests.act_as_operator();
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('alice');
select social_tests.act_as('alice');
select throws_ok(
  'select social.reactivate_profile()', 'PT403', 'account_suspended',
  'a person who is suspended and deactivated cannot reactivate their account');
select social_tests.act_as_operator();
update social_private.accounts set deactivated_at = null, suspended_at = null
where profile_id = social_tests.id('alice');
select social_tests.act_as('bob');
select is(
  (select array_agg(caption) from social.home_feed()), array['sunrise'],
  'followers see the posts of the person again after the suspension ends');
select social_tests.act_as_operator();
update social_private.accounts set suspended_at = now()
where profile_id = social_tests.id('alice');
select social_tests.act_as('alice');
select ok(social_tests.leave('alice'), 'a suspended person can delete their account');

select * from finish();
rollback;
