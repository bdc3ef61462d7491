begin;
select plan(7);
select social_private.set_direct_table_access('everybody');
-- The test has a public and a private account for each list visibility. Each account has a follower
-- and follows a person, and both show their own lists to everybody.
select social_tests.person(name) from unnest(array['fan', 'idol', 'member', 'mallory']) as name;
select social_tests.person(kind || way)
from unnest(array['open', 'locked']) as kind, unnest(array['all', 'some', 'none']) as way;
create temp table owners as
select username as owner from social.profiles where username ~ '^(open|locked)(all|some|none)$';
grant select on owners to anon, authenticated;
select social_tests.follow('fan', owner), social_tests.follow('member', owner),
  social_tests.follow(owner, 'idol')
from owners;
update social.profiles set is_private = true where username like 'locked%';
update social_private.accounts set
  followers_visibility = privacy.value, following_visibility = privacy.value
from owners, lateral (select (case
  when owner ~ 'all' then 'public' when owner ~ 'some' then 'followers' else 'only_me'
end)::social.list_visibility as value) as privacy
where profile_id = social_tests.id(owner);

create function pg_temp.open_lists() returns text[] language sql as $$
  select array_agg(owner order by owner) from owners
  where (select count(*) from social.profile_followers(social_tests.id(owner))
      where username = 'fan') = 1
    and (select count(*) from social.profile_following(social_tests.id(owner))
      where username = 'idol') = 1
$$;
-- social.follows shows a follow if both people show the list that contains it.
create function pg_temp.open_edges() returns text[] language sql as $$
  select array_agg(owner order by owner) from owners
  where exists (select from social.follows
      where follower_id = social_tests.id('fan') and followee_id = social_tests.id(owner))
    and exists (select from social.follows
      where follower_id = social_tests.id(owner) and followee_id = social_tests.id('idol'))
$$;

select social_tests.act_as('mallory');
select is(pg_temp.open_lists(), array['openall'],
  'a stranger sees only the lists of public accounts that are visible to everybody');
select is(pg_temp.open_edges(), array['openall'],
  'social.follows shows a stranger only follows of public accounts with public lists');
select social_tests.act_as_anon();
select is(
  pg_temp.open_lists() || pg_temp.open_edges(), array['openall', 'openall'],
  'an anonymous caller sees the same lists and follows as a stranger who is signed in');
select social_tests.act_as('member');
select is(
  pg_temp.open_lists(), array['lockedall', 'lockedsome', 'openall', 'opensome'],
  'a follower also sees the lists that are visible to followers');
select is(
  pg_temp.open_edges(), array['lockedall', 'lockedsome', 'openall', 'opensome'],
  'social.follows shows a follower also the follows in lists for followers');
select social_tests.act_as('lockednone');
select is(
  pg_temp.open_lists() || pg_temp.open_edges(),
  array['lockednone', 'openall', 'lockednone', 'openall'],
  'people see their own lists whatever their visibility is');
select social.update_profile(followers_visibility => 'public', following_visibility => 'followers');
select is(
  (select (followers_visibility, following_visibility)::text from social.my_profile()),
  '(public,followers)',
  'the list of followers and the list of followed people have separate settings');

select * from finish();
rollback;
