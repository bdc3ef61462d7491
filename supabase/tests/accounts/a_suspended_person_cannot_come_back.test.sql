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
  $$select social.profile_by_username('alice')$$, 'PT404', 'profile_not_found', 'nobody is there');
select is_empty('select * from social.home_feed()', 'in no feed');
select is_empty('select * from social.posts', 'and no table');
select is((select following_count from social.my_profile()), 1, 'counts stay');
select social_tests.act_as('alice');
select throws_ok(
  'select social.my_profile()', 'PT403', 'account_suspended', 'the person is told why');
select throws_ok(
  'select social.reactivate_profile()', 'PT403', 'account_suspended', 'and cannot come back');
select social_tests.act_as_operator();
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('alice');
select social_tests.act_as('alice');
select throws_ok(
  'select social.reactivate_profile()', 'PT403', 'account_suspended', 'not from both either');
select social_tests.act_as_operator();
update social_private.accounts set deactivated_at = null, suspended_at = null
where profile_id = social_tests.id('alice');
select social_tests.act_as('bob');
select is(
  (select array_agg(caption) from social.home_feed()), array['sunrise'],
  'restored, everything is back');
select social_tests.act_as_operator();
update social_private.accounts set suspended_at = now()
where profile_id = social_tests.id('alice');
select social_tests.act_as('alice');
select ok(social_tests.leave('alice'), 'and one may leave at any time');

select * from finish();
rollback;
