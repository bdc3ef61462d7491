begin;
select plan(7);
select social_tests.person(name)
from unnest(array['mallory', 'deactivated', 'suspended', 'blocker', 'gone', 'shunned']) as name;
-- Each of these people has relationships with mallory before the changes below.
select social_tests.follow('mallory', name), social_tests.follow(name, 'mallory')
from unnest(array['deactivated', 'suspended', 'blocker', 'gone']) as name;
insert into social_private.mutes (muter_id, muted_id)
select social_tests.id('mallory'), id from social.profiles where username <> 'mallory';
insert into social_private.close_friends (owner_id, friend_id)
select social_tests.id('mallory'), id from social.profiles where username <> 'mallory';
select social_tests.block('blocker', 'mallory');
select social_tests.block('mallory', 'shunned');
create temp table people as
select id from social.profiles where username <> 'mallory' union all values (gen_random_uuid());
delete from auth.users where email = 'gone@example.com';
update social_private.accounts set suspended_at = now()
where profile_id = social_tests.id('suspended');
update social_private.accounts set deactivated_at = now()
where profile_id in (social_tests.id('deactivated'), social_tests.id('shunned'));
grant select on people to authenticated;

create function pg_temp.answer(verb text, id uuid) returns text language plpgsql as $$
declare
  answer text;
begin
  execute format('select social.%I(%L)', verb, id) into answer;
  return replace(answer, id::text, 'id');
exception when others then
  return sqlstate || ' ' || sqlerrm;
end;
$$;
create function pg_temp.answers(verb text) returns text[] language sql as $$
  select array_agg(distinct pg_temp.answer(verb, id)) from people
$$;

select social_tests.act_as('mallory');
select is(
  pg_temp.answers('unfollow_profile'), array['(id,,,f,f,,f,f)'],
  'SEC-28 unfollow_profile answers the same for inactive, blocking, blocked and missing profiles');
select is(
  pg_temp.answers('remove_follower'), array['(id,,,f,f,,f,f)'],
  'SEC-28 remove_follower answers the same for inactive, blocking, blocked and missing profiles');
select is(
  pg_temp.answers('reject_follow'), array['(id,,,f,f,,f,f)'],
  'SEC-28 reject_follow answers the same for inactive, blocking, blocked and missing profiles');
select is(
  pg_temp.answers('block_profile'), array['PT404 profile_not_found'],
  'SEC-28 block_profile answers the same for inactive, blocking, blocked and missing profiles');
select is(
  pg_temp.answers('unblock_profile'), array['(id,,,f,f,,f,f)'],
  'SEC-28 unblock_profile answers the same for inactive, blocking, blocked and missing profiles');
select is(
  pg_temp.answers('unmute_profile'), array['(id,,,f,f,,f,f)'],
  'SEC-28 unmute_profile answers the same for inactive, blocking, blocked and missing profiles');
select is(
  pg_temp.answers('remove_close_friend'), array['(id,,,f,f,,f,f)'],
  'SEC-28 remove_close_friend answers the same for inactive, blocked and missing profiles');

select * from finish();
rollback;
