begin;
select plan(8);
select social_tests.person('viewer');
select social_tests.person('poet' || number) from generate_series(1, 12) as number;
select social_tests.post('poet' || number, 'poet' || number, at => now() - number * interval '1 hour')
from generate_series(1, 12) as number;

create function pg_temp.refresh() returns void language plpgsql as $$
begin
  perform social_tests.act_as_operator();
  update social_private.explore_refreshes set refreshed_at = '-infinity';
  perform social_private.refresh_explore_pool();
end;
$$;
create temp table shown (caption text, cursor text, number serial);
grant select, insert, delete on shown to authenticated;
grant usage on sequence shown_number_seq to authenticated;
create function pg_temp.read_page(size integer) returns void language sql as $$
  insert into shown (caption, cursor)
  select caption, cursor from social.explore_posts(
    (select cursor from shown order by number desc limit 1), size);
$$;
create function pg_temp.shown() returns text[] language sql
return (select array_agg(caption order by number) from shown);

-- Without a pool: new posts do not move the next page.
select social_tests.act_as('viewer');
select pg_temp.read_page(5);
select social_tests.post('poet12', 'newest');
select pg_temp.read_page(5), pg_temp.read_page(5), pg_temp.read_page(5);
select is(
  pg_temp.shown(), array(select 'poet' || number from generate_series(1, 12) as number),
  'without a pool, later pages neither repeat nor skip posts');

select social_tests.act_as('viewer');
delete from shown;
select pg_temp.refresh();
select social_tests.act_as('viewer');
select pg_temp.read_page(4);
select is(pg_temp.shown(), array['newest', 'poet1', 'poet2', 'poet3'], 'the first page comes from the pool');
select social_tests.post('poet' || number, 'later ' || number) from generate_series(1, 3) as number;
select pg_temp.refresh();
select social_tests.act_as('viewer');
select pg_temp.read_page(4), pg_temp.read_page(4), pg_temp.read_page(4);
select is(
  pg_temp.shown(),
  array['newest'] || array(select 'poet' || number from generate_series(1, 12) as number),
  'later pages stay in their generation while the pool is refreshed');

delete from shown;
select pg_temp.read_page(4);
select is(
  pg_temp.shown(), array['later 3', 'later 2', 'later 1', 'newest'],
  'a new first page begins with posts that the viewer has not seen');
select pg_temp.read_page(4), pg_temp.read_page(4), pg_temp.read_page(4), pg_temp.read_page(4);
select is(cardinality(pg_temp.shown()), 16, 'a list ends after every post');
select is(
  (select count(distinct caption) from shown), 16::bigint,
  'a list repeats no post, although the viewer had seen some of them');

select is(
  (select string_agg(caption, ' ' order by caption) from social.explore_posts(page_size => 16)),
  (select string_agg(caption, ' ' order by caption) from shown),
  'a viewer who has seen everything sees everything again');
select throws_ok(
  $$select social.explore_posts((
    select translate(left(cursor, 1), '0123456789abcdef', '123456789abcdef0') || substr(cursor, 2)
    from shown limit 1))$$,
  'cursor_invalid', 'a cursor that the function has not made is refused');

select * from finish();
rollback;
