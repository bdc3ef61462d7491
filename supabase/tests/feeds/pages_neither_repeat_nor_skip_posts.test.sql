begin;
select plan(8);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.follow('alice', 'bob');
select social_tests.post(case n % 3 when 0 then 'alice' else 'bob' end, 'post ' || n)
from generate_series(1, 20) as n;

select social_tests.act_as('alice');
select is(
  social_tests.walk('select caption as item, cursor from social.home_feed(%L, 3)'),
  array(select 'post ' || n from generate_series(20, 1, -1) as n),
  'the pages of the home feed contain every post once, newest first');
select is(
  social_tests.walk('select caption as item, cursor from social.home_feed(%L, 1)'),
  (select array_agg(caption) from social.home_feed(page_size => 101)),
  'pages of one post contain the same posts as one large page');
select is((select count(*) from social.home_feed()), 20::bigint,
  'a page of the home feed has 20 posts by default');

select set_config('my.cursor', (
  select cursor from social.home_feed(page_size => 5) where caption = 'post 16'), true);
select social_tests.act_as_operator();
-- Between two pages, three posts are deleted: the post of the cursor, an older post and a newer
-- post. One post is created.
delete from social.posts where caption in ('post 16', 'post 15', 'post 18');
update social.posts set visibility = 'only_me' where caption = 'post 13';
select social_tests.post('bob', 'post 21');
select social_tests.act_as('alice');
select is(
  (select array_agg(caption) from social.home_feed(current_setting('my.cursor'), 3)),
  array['post 14', 'post 12', 'post 11'],
  'the next page still works after the post of the cursor is deleted');
select is(
  (select caption from social.home_feed(page_size => 1)), 'post 21',
  'when a post is created between two pages, a new first page starts with that post');
select is(
  (select array_agg(caption)
    from social.profile_posts(social_tests.id('bob'), current_setting('my.cursor'), 2)),
  array['post 14', 'post 11'], 'profile_posts accepts a cursor of home_feed');
select is_empty(
  $$select * from social.home_feed((
    select cursor from social.home_feed(page_size => 101) where caption = 'post 1'))$$,
  'the page after the last post is empty');
select social_tests.act_as('bob');
select is_empty(
  format('select * from social.home_feed(%L) where author_id <> auth.uid()',
    current_setting('my.cursor')),
  'home_feed with a cursor of another person returns only posts of the caller''s own feed');

select * from finish();
rollback;
