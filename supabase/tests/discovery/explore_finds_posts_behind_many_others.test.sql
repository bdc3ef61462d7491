begin;
select plan(7);
select social_tests.person(name) from unnest(array['viewer', 'quiet', 'busy', 'idle']) as name;
select social_tests.person('locked', true);
select social_tests.post('quiet', 'quiet ' || number,
  at => now() - interval '3 days' + number * interval '1 minute')
from generate_series(1, 3) as number;
select count(social_tests.post('busy', 'busy ' || number,
  at => now() - interval '2 days' + number * interval '1 second'))
from generate_series(1, 700) as number;
create function pg_temp.walk(size integer) returns text[] language plpgsql as $$
begin
  perform social_tests.act_as('viewer');
  return social_tests.walk(format(
    'select caption as item, cursor from social.explore_posts(%%L, %s)', size));
end;
$$;
create function pg_temp.refresh() returns integer language plpgsql as $$
begin
  perform social_tests.act_as_operator();
  delete from social_private.explore_pool;
  update social_private.explore_refreshes set refreshed_at = '-infinity';
  return social_private.refresh_explore_pool();
end;
$$;

select is(
  pg_temp.walk(20), array['busy 700', 'busy 699', 'quiet 3', 'quiet 2'],
  'without a pool, 700 posts of one author leave room for others');
select is(
  pg_temp.walk(1), array['busy 700', 'busy 699', 'quiet 3', 'quiet 2'],
  'all pages together have at most two posts of an author');
select social_tests.act_as_operator();
select social_tests.follow('viewer', 'busy');
select is(
  pg_temp.walk(20), array['quiet 3', 'quiet 2'],
  'without a pool, posts of followed people leave room for others');
select social_tests.act_as_operator();
delete from social.posts where author_id = social_tests.id('busy');
select count(social_tests.post('idle', 'idle ' || number, 'followers'))
from generate_series(1, 600) as number;
select is(
  pg_temp.walk(20), array['quiet 3', 'quiet 2'],
  'without a pool, posts that the viewer may not see take no room');
select social_tests.act_as_operator();
select count(social_tests.post('locked', 'locked ' || number))
from generate_series(1, 2000) as number;
select is(pg_temp.refresh(), 2, 'posts that are not public take no room in the pool');
select is(
  pg_temp.walk(20), array['quiet 3', 'quiet 2'],
  'explore shows the same posts, however many posts are hidden');
select social_tests.act_as_operator();
update social_private.config set discovery = false;
select is(pg_temp.walk(20), '{}', 'without discovery, explore is empty');

select * from finish();
rollback;
