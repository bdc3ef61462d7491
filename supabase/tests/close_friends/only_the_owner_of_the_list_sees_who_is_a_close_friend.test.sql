begin;
select plan(3);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
insert into social_private.close_friends (owner_id, friend_id) values
  (social_tests.id('alice'), social_tests.id('bob')),
  (social_tests.id('bob'), social_tests.id('carol'));

select social_tests.act_as('alice');
select is((social.profile(social_tests.id('bob'))).is_close_friend, true,
  'profile() returns is_close_friend = true to the owner of the list');
select is(
  (social.profile(social_tests.id('carol'))).is_close_friend, false,
  'profile() returns is_close_friend = false for a close friend of somebody else');
select social_tests.act_as('bob');
select is(
  (social.profile(social_tests.id('alice'))).is_close_friend, false,
  'profile() returns is_close_friend = false to a close friend who reads the owner''s profile');

select * from finish();
rollback;
