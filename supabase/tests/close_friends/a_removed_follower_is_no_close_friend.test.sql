begin;
select plan(5);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
select social_tests.follow('bob', 'alice');
select social_tests.follow('carol', 'alice');
select social_tests.post('alice', 'secret', 'close_friends');

select social_tests.act_as('alice');
select social.add_close_friend(social_tests.id(name)) from unnest(array['bob', 'carol']) as name;
select is(
  (select is_close_friend from social.remove_follower(social_tests.id('bob'))), false,
  'removing a follower also removes that person from the close friends');
select social_tests.act_as('bob');
select throws_ok(
  $$select social.post(social_tests.post_id('secret'))$$, 'PT404', 'post_not_found',
  'a removed close friend cannot open a post for close friends');
select social_tests.act_as('carol');
select social.unfollow_profile(social_tests.id('alice'));
select throws_ok(
  $$select social.post(social_tests.post_id('secret'))$$, 'PT404', 'post_not_found',
  'a close friend who unfollows the owner of the list is removed from the list');
select social_tests.act_as('alice');
select social.add_close_friend(social_tests.id('carol'));
select social_tests.block('carol', 'alice');
select social_tests.act_as('alice');
select is_empty('select * from social.close_friends()',
  'a close friend who blocks the owner is removed from the owner''s list');
select social_tests.act_as('carol');
select social.unblock_profile(social_tests.id('alice'));
select throws_ok(
  $$select social.post(social_tests.post_id('secret'))$$, 'PT404', 'post_not_found',
  'an unblock does not restore the close friendship');

select * from finish();
rollback;
