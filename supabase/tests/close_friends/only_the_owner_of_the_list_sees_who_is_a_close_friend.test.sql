begin;
select plan(3);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
insert into social_private.close_friends (owner_id, friend_id) values
  (social_tests.id('alice'), social_tests.id('bob')),
  (social_tests.id('bob'), social_tests.id('carol'));

select social_tests.act_as('alice');
select is((social.profile(social_tests.id('bob'))).is_close_friend, true,
  'the profile of a close friend tells the owner of the list that they are a close friend');
select is(
  (social.profile(social_tests.id('carol'))).is_close_friend, false,
  'the profile does not reveal that a person is a close friend of somebody else');
select social_tests.act_as('bob');
select is(
  (social.profile(social_tests.id('alice'))).is_close_friend, false,
  'the profile of the owner does not tell a close friend that they are on the list');

select * from finish();
rollback;
