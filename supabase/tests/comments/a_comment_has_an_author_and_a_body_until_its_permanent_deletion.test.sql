begin;
select plan(14);
select social_tests.person('alice');
select social_tests.post('alice', 'sunrise');

-- The view tries all combinations of four columns. Each column has a value or is null.
create temp view attempts as
select author, body, deleted_at, deleted_by, left(social_tests.outcome(format(
  'insert into social.comments (post_id, author_id, body, deleted_at, deleted_by)
    values (%L, %L, %L, %L, %L)',
  social_tests.post_id('sunrise'), author, body, deleted_at, deleted_by)), 6) as outcome
from unnest(array[null, social_tests.id('alice')]) as author,
  unnest(array[null, 'hello']) as body,
  unnest(array[null, now()]) as deleted_at,
  unnest(array[null, 'author']) as deleted_by;
create temp table outcomes as select * from attempts;

select is(
  outcome, '23514 ',
  format('a comment is refused with author %s, body %s, deleted_at %s and deleted_by %s',
    coalesce(author::text, 'null'), coalesce(body, 'null'), coalesce(deleted_at::text, 'null'),
    coalesce(deleted_by, 'null')))
from outcomes
where (author is null) <> (body is null)
  or (deleted_at is null) <> (deleted_by is null)
  or author is null and deleted_at is null;
select results_eq(
  $$
    select author is null, deleted_at is null from outcomes where outcome = '1 rows'
    order by 1, 2
  $$,
  'values (false, false), (false, true), (true, false)',
  'the table accepts comments with an author, and deleted comments without an author');

select * from finish();
rollback;
