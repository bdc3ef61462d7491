begin;
select plan(6);
select social_tests.person(name)
from unnest(array['viewer', 'alice', 'blocked', 'gone', 'narrowed', 'fan']) as name;
select social_tests.person('locked', true);
select social_tests.follow('fan', name) from unnest(array['locked', 'alice', 'narrowed']) as name;
update social_private.config set trend_people_min = 1;
update social.profiles set created_at = now() - interval '8 days';
select social_tests.post('alice', 'public #sea');
select social_tests.post('blocked', 'of a blocked person #sea');
select social_tests.block('viewer', 'blocked');
select social_private.refresh_trends();

-- All that somebody can read about hashtags, without what depends on their own mutes and blocks.
create function pg_temp.world(name text) returns text language plpgsql as $$
begin
  if name is null then
    perform social_tests.act_as_anon();
  else
    perform social_tests.act_as(name);
  end if;
  return (
    select concat_ws(E'\n',
      (select array_agg(card)::text from unnest(array['sea', 'SEA', 'secret']) as tag,
        social.hashtag(tag) as card),
      (select array_agg(card)::text from unnest(array['', 's', 'se', 'secret']) as prefix,
        social.hashtag_search(prefix) as card),
      (select array_agg(trend)::text from social.trending_hashtags() as trend))
  );
end
$$;
create temp table before as
select name, pg_temp.world(name) as world from unnest(array['viewer', 'fan', null]) as name;
select social_tests.act_as_operator();
select is((select count(distinct world) from before), 1::bigint,
  'the totals of hashtags are the same for everybody, also for people with blocks');

-- Everything that is not public
select social_tests.post('alice', visibility || ' #sea #secret ' || visibility, visibility)
from unnest('{followers, close_friends, only_me}'::social.visibility[]) as visibility;
select social_tests.post(name, 'of ' || name || ' #sea #secret')
from unnest(array['locked', 'gone', 'narrowed']) as name;
update social_private.accounts set deactivated_at = now()
where profile_id = social_tests.id('gone');
update social_private.accounts set limited_at = now()
where profile_id = social_tests.id('narrowed');
select social_tests.post('alice', state || ' #sea #secret ' || state)
from unnest(array['archived', 'hidden', 'deleted']) as state;
update social.posts set
  archived_at = case when caption like 'archived%' then now() end,
  hidden_at = case when caption like 'hidden%' then now() end,
  deleted_at = case when caption like 'deleted%' then now() end;
update social_private.trend_refreshes set refreshed_at = '-infinity';
select social_private.refresh_trends();
create temp table after as
select name, pg_temp.world(name) as world from unnest(array['viewer', 'fan', 'alice', null]) as name;
select social_tests.act_as_operator();
select is(array(select distinct world from after), array(select distinct world from before),
  'posts that are not public change no total, no search and no trend for anybody');
select social_private.fold_hashtag_counts(1000);
select is(pg_temp.world('fan'), (select min(world) from before),
  'the worker changes nothing that anybody reads');
select social_tests.act_as('fan');
select set_eq('select caption from social.hashtag_posts(''sea'')',
  array['public #sea', 'of a blocked person #sea'],
  'a follower finds no post on the page that strangers do not find');
select is((select count(*) from social.hashtag_posts('secret')), 0::bigint,
  'a hashtag of hidden posts has an empty page');
select social_tests.act_as('viewer');
select is(
  array(select caption from social.hashtag_posts('sea')
    union all select caption from social.hashtag_posts('sea', 'top')),
  array['public #sea', 'public #sea'], 'a page leaves out people whom the viewer blocks');

select * from finish();
rollback;
