begin;
select plan(12);
select social_tests.person(name) from unnest(array['alice', 'fan', 'bob']) as name;
select social_tests.follow('fan', 'alice');
select social_tests.post('alice', 'post ' || n) from generate_series(1, 7) as n;
update social.posts set visibility = 'followers' where caption = 'post 4';
create function pg_temp.grid(size integer) returns text[] language sql as $$
  select social_tests.walk(format(
    'select caption as item, cursor from social.profile_posts(%L, %%L, %s)',
    social_tests.id('alice'), size))
$$;

select social_tests.act_as('alice');
select isnt(
  (select pinned_at from social.pin_post(social_tests.post_id('post 2'))), null,
  'pinning a post sets pinned_at');
select social.pin_post(social_tests.post_id('post 6'));
select social.pin_post(social_tests.post_id('post 4'));
select is(
  pg_temp.grid(20),
  array['post 4', 'post 6', 'post 2', 'post 7', 'post 5', 'post 3', 'post 1'],
  'profile_posts lists the most recently pinned post first and lists each post once');
select is(pg_temp.grid(1), pg_temp.grid(20),
  'with one post per page, the pages have the same posts in the same order as the whole list');
select is(pg_temp.grid(2), pg_temp.grid(20),
  'with two posts per page, the pages have the same posts in the same order as the whole list');
select is(pg_temp.grid(3), pg_temp.grid(20),
  'with three posts per page, the pages have the same posts in the same order as the whole list');
select is(pg_temp.grid(4), pg_temp.grid(20),
  'with four posts per page, the pages have the same order as the whole list');
select social_tests.act_as('fan');
select is(pg_temp.grid(2), pg_temp.grid(20),
  'with two posts per page, a follower gets the posts in the order of the whole list');
select social_tests.act_as('bob');
select is(
  pg_temp.grid(1), array['post 6', 'post 2', 'post 7', 'post 5', 'post 3', 'post 1'],
  'profile_posts does not list a pinned post for a person who may not see it');

select social_tests.act_as('alice');
select social.archive_post(social_tests.post_id('post 6'));
select is(
  pg_temp.grid(1), array['post 4', 'post 2', 'post 7', 'post 5', 'post 3', 'post 1'],
  'profile_posts does not list a pinned post after it is archived');
select is(
  (select pinned_at is null from social.unpin_post(social_tests.post_id('post 4'))), true,
  'unpinning a post clears pinned_at');
select is(
  pg_temp.grid(2), array['post 2', 'post 7', 'post 5', 'post 4', 'post 3', 'post 1'],
  'after a post is unpinned, profile_posts sorts it by time again');
select is(
  (select array_agg(caption) from social.home_feed()),
  array['post 7', 'post 5', 'post 4', 'post 3', 'post 2', 'post 1'],
  'pinned posts do not come first in the home feed');

select * from finish();
rollback;
