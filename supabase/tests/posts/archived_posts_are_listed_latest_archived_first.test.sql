begin;
select plan(7);
select social_tests.person('alice');
select social_tests.person('bob');
select social_tests.post('alice', 'post ' || n) from generate_series(1, 5) as n;
-- Two posts have the same time, so that the id decides the order.
update social.posts set archived_at = now() - right(caption, 1)::integer / 2 * interval '1 s'
where caption <> 'post 5';

select social_tests.act_as('alice');
select is(
  (select caption from social.archived_posts(page_size => 1)), 'post 1',
  'the post archived last comes first');
select is(
  social_tests.walk('select caption as item, cursor from social.archived_posts(%L, 1)'),
  (select array_agg(caption) from social.archived_posts()),
  'pages of one contain the whole list in order');
select is(
  social_tests.walk('select caption as item, cursor from social.archived_posts(%L, 3)'),
  (select array_agg(caption) from social.archived_posts()),
  'pages of three contain the whole list in order');
select is((select count(*) from social.archived_posts()), 4::bigint,
  'all archived posts are listed');
select is(
  (select archived_at from social.archive_post(social_tests.post_id('post 4'))),
  now() - interval '2 s',
  'archiving an archived post changes nothing');
select social_tests.act_as('bob');
select is_empty('select * from social.archived_posts()', 'other people do not see the list');
select throws_ok(
  $$select social.archive_post(social_tests.post_id('post 5'))$$, 'PT403', 'not_author',
  'other people cannot archive the post');

select * from finish();
rollback;
