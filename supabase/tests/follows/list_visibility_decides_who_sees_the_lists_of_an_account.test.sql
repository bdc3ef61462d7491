begin;
select plan(7);
select social_private.set_direct_table_access('everybody');
-- The test has a public and a private account for each list visibility. Each account has a follower
-- and follows a person. The follower and the followed person show their own lists to everybody.
select social_tests.person(name) from unnest(array['fan', 'idol', 'member', 'mallory']) as name;
select social_tests.person(kind || way)
from unnest(array['open', 'locked']) as kind, unnest(array['all', 'some', 'none']) as way;
create temp table owners as
select username as owner from social.profiles where username ~ '^(open|locked)(all|some|none)$';
grant select on owners to anon, authenticated;
select social_tests.follow('fan', owner), social_tests.follow('member', owner),
  social_tests.follow(owner, 'idol')
from owners;
update social_private.accounts set is_private = true
where profile_id in (select id from social.profiles where username like 'locked%');
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
-- social.follows returns a follow only if both people show the list that contains the follow.
create function pg_temp.open_edges() returns text[] language sql as $$
  select array_agg(owner order by owner) from owners
  where exists (select from social.follows
      where follower_id = social_tests.id('fan') and followee_id = social_tests.id(owner))
    and exists (select from social.follows
      where follower_id = social_tests.id(owner) and followee_id = social_tests.id('idol'))
$$;

select social_tests.act_as('mallory');
select is(pg_temp.open_lists(), array['openall'],
  'a stranger sees a list only if the account is public and shows the list to everybody');
select is(pg_temp.open_edges(), array['openall'],
  'social.follows shows a stranger only rows of public accounts with public lists');
select social_tests.act_as_anon();
select is(
  pg_temp.open_lists() || pg_temp.open_edges(), array['openall', 'openall'],
  'an anonymous caller and a signed-in stranger can read the same lists and follow rows');
select social_tests.act_as('member');
select is(
  pg_temp.open_lists(), array['lockedall', 'lockedsome', 'openall', 'opensome'],
  'a follower also sees the lists that are visible to followers');
select is(
  pg_temp.open_edges(), array['lockedall', 'lockedsome', 'openall', 'opensome'],
  'social.follows also shows a follower the rows of lists that followers may see');
select social_tests.act_as('lockednone');
select is(
  pg_temp.open_lists() || pg_temp.open_edges(),
  array['lockednone', 'openall', 'lockednone', 'openall'],
  'people see all their own lists, even lists that are visible to nobody else');
select social.update_profile(followers_visibility => 'public', following_visibility => 'followers');
select is(
  (select (followers_visibility, following_visibility)::text from social.my_profile()),
  '(public,followers)',
  'the list of followers and the list of followed people have separate visibility settings');

select * from finish();
rollback;
