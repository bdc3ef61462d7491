begin;
select plan(7);
select social_tests.person('viewer'), social_tests.person('other');
select social_tests.person('author' || number), social_tests.follow('viewer', 'author' || number)
from generate_series(1, 5) as number;
select social_tests.post('author' || number % 5 + 1, 'post ' || number,
  at => now() - number * interval '1 hour')
from generate_series(1, 10) as number;

-- Reads pages until the end. After each page, something changes the ranking.
create function pg_temp.pages(size integer, change text) returns text[] language plpgsql
as $$
declare
  captions text[] := '{}';
  page record;
  after text;
begin
  for number in 1..20 loop
    select array_agg(listed.caption) as captions, (array_agg(listed.cursor))[count(*)] as last
    into page from social.for_you_feed(after => after, page_size => size) as listed;
    exit when page.last is null;
    captions := captions || page.captions;
    after := page.last;
    perform social_tests.act_as_operator();
    execute change;
    perform social_tests.act_as('viewer');
  end loop;
  return captions;
end;
$$;

select social_tests.act_as('viewer');
create temp table whole as select array_agg(caption) as captions from social.for_you_feed();
select is(cardinality(captions), 10, 'one large page contains the whole feed') from whole;
select is(pg_temp.pages(3, 'select'), captions, 'small pages contain the same posts') from whole;
select is(
  pg_temp.pages(3, $$
    select social_tests.post('author1', 'new ' || random()), social_tests.follow('other', 'viewer')
    from (select) as always where not exists (
      select from social.follows where follower_id = social_tests.id('other'))
  $$),
  captions, 'a new post does not move the posts of a list that the viewer is reading') from whole;
select social_tests.act_as_operator();
delete from social.posts where caption like 'new %';
select social_tests.act_as('viewer');
select is(
  pg_temp.pages(3, $$update social_private.default_feed_weights set recency = 0$$), captions,
  'changed weights do not move the posts of a list that the viewer is reading') from whole;
select social_tests.act_as_operator();
update social_private.default_feed_weights set recency = default;
select social_tests.act_as('viewer');
select is(
  pg_temp.pages(3, 'delete from social_private.for_you_lists'), captions,
  'if the stored list is gone, the next page ranks the posts of the first page again') from whole;
select is(
  pg_temp.pages(3, $$
    delete from social_private.for_you_lists where social_tests.post(
      'author2', 'newest ' || random()) is not null
  $$),
  captions, 'a list that is ranked again contains no post that is newer than its first page')
from whole;
create temp table first as select cursor from social.for_you_feed(page_size => 1);
select social_tests.act_as('other');
select throws_ok(
  format('select social.for_you_feed(after => %L)', (select cursor from first)),
  'PT400', 'cursor_invalid', 'the cursor of another person is invalid');

select * from finish();
rollback;
