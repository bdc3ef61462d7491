begin;
select plan(2);
select social_tests.person(name) from unnest(array['alice', 'bob', 'carol']) as name;
insert into social_private.close_friends (owner_id, friend_id)
select social_tests.id(owner), social_tests.id(friend)
from (values
  ('alice', 'bob'), ('bob', 'alice'), ('alice', 'carol'), ('carol', 'alice'), ('bob', 'carol'),
  ('carol', 'bob')
) as pairs (owner, friend);

create function pg_temp.pairs() returns text[] language sql security definer as $$
  select array_agg(owner.username || ' ' || friend.username order by 1)
  from social_private.close_friends
  join social.profiles as owner on owner.id = owner_id
  join social.profiles as friend on friend.id = friend_id
$$;

select social_tests.act_as('alice');
select social.block_profile(social_tests.id('bob'));
select set_eq(
  'select unnest(pg_temp.pairs())',
  array['alice carol', 'carol alice', 'bob carol', 'carol bob'],
  'a block deletes only the two close friendships between the two people');
select social.remove_close_friend(social_tests.id('carol'));
select set_eq(
  'select unnest(pg_temp.pairs())', array['carol alice', 'bob carol', 'carol bob'],
  'removing a close friend deletes only that close friendship');

select * from finish();
rollback;
