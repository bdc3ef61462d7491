begin;
select plan(5);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', 'post ' || number) from generate_series(1, 60) as number;
select social_tests.post('bob', 'of bob');
select social_tests.comment('alice', 'of bob', 'comment ' || number)
from generate_series(1, 510) as number;
insert into social.likes (user_id, post_id) select social_tests.id('alice'), id from social.posts;

select social_tests.act_as('alice');
select social.request_export();
select social_tests.act_as_service();
create temp table pages as
with recursive step as (
  select (social.claim_export() ->> 'lease_id')::uuid as lease_id
), pages as (
  select 0 as number, page.*, lease_id
  from step cross join lateral social.claim_export_page(lease_id) as page
  union all
  select number + 1, page.*, lease_id
  from pages cross join lateral social.claim_export_page(lease_id, pages.next) as page
  where pages.next is not null and number < 100
)
select * from pages;
select is(
  (select string_agg(format('%s %s', document, count), ', ' order by first) from (
    select document, sum(jsonb_array_length(items)) as count, min(number) as first
    from pages group by document
  ) as documents),
  'export 1, settings 1, posts 60, comments 510, likes 61, saves 0, follows 0, blocks 0, '
    'notifications 0, muted_posts 0, discovery 0, files 0',
  'the pages contain all items of every document');
select is(
  (select count(distinct item ->> 'key') from pages, jsonb_array_elements(items) as item
    where document in ('posts', 'comments', 'likes')),
  631::bigint, 'no item is on two pages');
select cmp_ok(
  (select max(jsonb_array_length(items)) from pages), '<=', 500, 'no page has more than 500 items');
select social_tests.act_as('alice');
select is(
  (select (done_count, total_count)::text from social.my_exports()), '(633,633)',
  'my_exports returns the number of finished items and the number of all items');
select social_tests.act_as_service();
select throws_ok(
  format('select social.claim_export_page(%L, ''secrets:'')', (select lease_id from pages limit 1)),
  'PT400', 'cursor_invalid',
  'claim_export_page refuses a cursor with the name of an unknown document');

select * from finish();
rollback;
