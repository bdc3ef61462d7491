begin;
select plan(3);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.act_as('bob');
select social.follow_profile(social_tests.id('alice'));
select social.unfollow_profile(social_tests.id('alice'));
select social_tests.act_as_operator();
-- The list never asks for such a group, but a plan of Postgres may evaluate a function early.
select results_eq(
  $$select actor_count, ids from social_private.notification_actors(
    array(select id from social_private.notification_groups), '{}', null)$$,
  $$values (0, null::uuid[])$$,
  'a group whose only notification disappeared has no actors');
select is(social_tests.inbox('alice'), array[]::text[], 'the list leaves such a group out');
select is(social_tests.badge('alice'), 0, 'the badge leaves such a group out');

select * from finish();
rollback;
