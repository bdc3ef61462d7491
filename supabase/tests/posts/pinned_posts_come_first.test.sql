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
  'a post is pinned');
select social.pin_post(social_tests.post_id('post 6'));
select social.pin_post(social_tests.post_id('post 4'));
select is(
  pg_temp.grid(20),
  array['post 4', 'post 6', 'post 2', 'post 7', 'post 5', 'post 3', 'post 1'],
  'what was pinned last is on top, each post comes once');
select is(pg_temp.grid(1), pg_temp.grid(20), 'in pages of one');
select is(pg_temp.grid(2), pg_temp.grid(20), 'of two, across the border');
select is(pg_temp.grid(3), pg_temp.grid(20), 'of three, with the border between two pages');
select is(pg_temp.grid(4), pg_temp.grid(20), 'and of four');
select social_tests.act_as('fan');
select is(pg_temp.grid(2), pg_temp.grid(20), 'a follower sees the same');
select social_tests.act_as('bob');
select is(
  pg_temp.grid(1), array['post 6', 'post 2', 'post 7', 'post 5', 'post 3', 'post 1'],
  'a pin shows nobody what they may not see');

select social_tests.act_as('alice');
select social.archive_post(social_tests.post_id('post 6'));
select is(
  pg_temp.grid(1), array['post 4', 'post 2', 'post 7', 'post 5', 'post 3', 'post 1'],
  'what is pinned and archived is not in the grid');
select is(
  (select pinned_at is null from social.unpin_post(social_tests.post_id('post 4'))), true,
  'a pin is taken out');
select is(
  pg_temp.grid(2), array['post 2', 'post 7', 'post 5', 'post 4', 'post 3', 'post 1'],
  'and the post is back in its place');
select is(
  (select array_agg(caption) from social.home_feed()),
  array['post 7', 'post 5', 'post 4', 'post 3', 'post 2', 'post 1'],
  'the home feed knows of no pins');

select * from finish();
rollback;
