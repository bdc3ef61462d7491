begin;
select plan(7);
select social_tests.person('alice');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'first');
select social_tests.person('fan' || n) from generate_series(1, 7) as n;
select social_tests.post('fan1', 'post ' || n) from generate_series(1, 7) as n;
-- Some likes have the same time, so that the id decides the order.
insert into social.likes
select
  social_tests.id('fan' || n), social_tests.post_id('sunrise'), now() - (n / 2) * interval '1 s'
from generate_series(1, 7) as n;
insert into social.comment_likes
select user_id, social_tests.comment_id('first'), created_at from social.likes;
insert into social.saves
select
  social_tests.id('alice'), social_tests.post_id('post ' || n), now() - (n / 2) * interval '1 s'
from generate_series(1, 7) as n;

select social_tests.act_as('alice');
select set_eq(
  $$select unnest(social_tests.walk(format(
    'select username as item, cursor from social.post_likers(%L, %%L, 2)',
    social_tests.post_id('sunrise'))))$$,
  'select ''fan'' || n from generate_series(1, 7) as n',
  'the pages of post_likers together contain everybody who likes the post');
select is(
  social_tests.walk(format(
    'select username as item, cursor from social.post_likers(%L, %%L, 2)',
    social_tests.post_id('sunrise'))),
  (select array_agg(username) from social.post_likers(social_tests.post_id('sunrise'))),
  'the pages of post_likers contain each liker once, in the order of the whole list');
select is(
  (select username from social.post_likers(social_tests.post_id('sunrise'), page_size => 1)),
  'fan1', 'the first row of post_likers is the person with the latest like');
select is(
  social_tests.walk(format(
    'select username as item, cursor from social.comment_likers(%L, %%L, 3)',
    social_tests.comment_id('first'))),
  (select array_agg(username) from social.post_likers(social_tests.post_id('sunrise'))),
  'the pages of comment_likers contain each liker once, in the order of the whole list');
select is(
  social_tests.walk('select caption as item, cursor from social.saved_posts(%L, 2)'),
  (select array_agg(caption) from social.saved_posts()),
  'the pages of saved_posts contain each post once, in the order of the whole list');
select is(
  (select count(distinct id) from social.saved_posts()), 7::bigint,
  'saved_posts lists each saved post once');

select set_config('my.cursor', (
  select cursor from social.saved_posts() where caption = 'post 3'), true);
select social_tests.act_as_operator();
delete from social.posts where caption in ('post 3', 'post 7');
update social.posts set visibility = 'only_me' where caption = 'post 6';
select social_tests.act_as('alice');
select set_eq(
  format('select caption from social.saved_posts(%L)
    where caption not in (''post 2'')', current_setting('my.cursor')),
  array['post 4', 'post 5'],
  'a page of saved_posts can begin after a deleted post and contains no invisible posts');

select * from finish();
rollback;
