begin;
select plan(7);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.post('alice', 'post ' || n) from generate_series(1, 5) as n;
-- Posts 2 and 3 have the same archived_at, so that the id decides their order.
update social.posts set archived_at = now() - right(caption, 1)::integer / 2 * interval '1 s'
where caption <> 'post 5';

select social_tests.act_as('alice');
select is(
  (select caption from social.archived_posts(page_size => 1)), 'post 1',
  'the first row of archived_posts is the post archived last');
select is(
  social_tests.walk('select caption as item, cursor from social.archived_posts(%L, 1)'),
  (select array_agg(caption) from social.archived_posts()),
  'with one post per page, the pages have the same posts in the same order as the whole list');
select is(
  social_tests.walk('select caption as item, cursor from social.archived_posts(%L, 3)'),
  (select array_agg(caption) from social.archived_posts()),
  'with three posts per page, the pages have the same order as the whole list');
select is((select count(*) from social.archived_posts()), 4::bigint,
  'archived_posts lists all archived posts and no other posts');
select is(
  (select archived_at from social.archive_post(social_tests.post_id('post 4'))),
  now() - interval '2 s',
  'archiving an archived post again keeps the time of the first archiving');
select social_tests.act_as('bob');
select is_empty('select * from social.archived_posts()',
  'archived_posts lists no posts of other people');
select throws_ok(
  $$select social.archive_post(social_tests.post_id('post 5'))$$, 'PT403', 'not_author',
  'a person cannot archive a post of somebody else');

select * from finish();
rollback;
