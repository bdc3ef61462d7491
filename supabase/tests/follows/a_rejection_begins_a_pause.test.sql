begin;
select plan(10);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol', 'dave']) as name;
create function pg_temp.pauses() returns bigint language sql security definer as $$
  select count(*) from social_private.follow_pauses
$$;

select social_tests.act_as('alice');
select social.reject_follow(social_tests.id('bob'));
select social.remove_follower(social_tests.id('bob'));
select is(pg_temp.pauses(), 0::bigint, 'a rejection of a person who did not ask begins no pause');
select social_tests.follow('bob', 'alice');
select social.reject_follow(social_tests.id('bob'));
select is(pg_temp.pauses(), 0::bigint, 'reject_follow of an accepted follower begins no pause');
select lives_ok($$select social.remove_follower(social_tests.id('bob'))$$,
  'a follower can be removed');
select is(pg_temp.pauses(), 1::bigint, 'the removal of a follower begins a pause');

select social_tests.act_as_operator();
update social_private.follow_pauses set rejected_at = now() - interval '23 hours';
select social_tests.follow('bob', 'alice');
select social_tests.act_as('bob');
select is(
  (social.follow_profile(social_tests.id('alice'))).follow_state, 'accepted',
  'follow_profile stays idempotent for a person who follows again, for example after an import');
select social_tests.act_as('alice');
select social.remove_follower(social_tests.id('bob'));
select social_tests.act_as_operator();
select is(
  (select rejected_at from social_private.follow_pauses), now(),
  'a second removal begins the pause again');

update social_private.config set follow_pause_hours = 0;
select social_tests.act_as('bob');
select is(
  (social.follow_profile(social_tests.id('alice'))).follow_state, 'accepted',
  'an operator can turn the pause off');
select social_tests.act_as_operator();
update social_private.config set follow_pause_hours = 2;
select social_tests.work();
select is(pg_temp.pauses(), 1::bigint, 'the worker keeps a pause that has not ended');
insert into social_private.follow_pauses
values (social_tests.id('carol'), social_tests.id('dave'), now() - interval '3 hours');
select social_tests.work();
select is(pg_temp.pauses(), 1::bigint, 'the worker deletes a pause that has ended');
select social_tests.leave('bob');
select is(pg_temp.pauses(), 0::bigint, 'the erasure of a person deletes the pauses of that person');

select * from finish();
rollback;
