begin;
select plan(2);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.act_as('bob');
select social.follow_profile(social_tests.id('alice'));
select social.unfollow_profile(social_tests.id('alice'));
select social_tests.act_as_operator();

select results_eq(
  $$select actors.ids, actors.actor_count, actors.object_id
    from social_private.notification_groups as groups,
      social_private.notification_actors(array[groups.id], '{}') as actors$$,
  $$values (null::uuid[], 0, null::uuid)$$,
  'notification_actors returns no actor of a group whose only cause ended');
select is(
  (social_private.notification_actors(array[gen_random_uuid()], '{}')).actor_count, 0,
  'notification_actors returns no actor of a group that does not exist');

select * from finish();
rollback;
