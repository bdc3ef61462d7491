begin;
select plan(11);
select social_tests.person(name) from unnest(array['alice', 'bob']) as name;
select social_tests.post('alice', repeat('heron ', number % 7 + 1) || 'pond ' || number || ' '
  || repeat('reed ', number % 5), at => now() - number * interval '1 day')
from generate_series(1, 60) as number;

create function pg_temp.pages(query text, sort text, size integer)
  returns text[] language sql as $$
  select social_tests.walk(format(
    'select caption as item, cursor from social.post_search(%L,%L,%%L,%s)', query, sort, size))
$$;

select social_tests.act_as('bob');
select is(
  pg_temp.pages('heron', 'newest', 7),
  array(select caption from social.post_search('heron', page_size => 100)),
  'the pages by time contain each match once, in order');
select is(
  (select array_agg(id) from social.post_search('heron', page_size => 100)),
  array(select id from social.posts where caption like 'heron%' order by id desc),
  'the newest match comes first');
select is(
  pg_temp.pages('heron reed', 'relevance', 7),
  array(select caption from social.post_search('heron reed', 'relevance', page_size => 100)),
  'the pages by relevance contain each match once, in order');
select isnt(
  pg_temp.pages('heron reed', 'relevance', 7), pg_temp.pages('heron reed', 'newest', 7),
  'the order by relevance differs from the order by time');
select is(
  array(select caption from social.post_search('pond -1', 'relevance', page_size => 60)
    order by caption),
  array(select caption from social.post_search('pond -1', page_size => 60) order by caption),
  'both orders contain the same posts');
create temp table page as
select row_number() over () as place, caption, cursor
from social.post_search('heron', 'relevance', page_size => 10);
grant select on page to authenticated;
create temp table second as
select caption from social.post_search(
  'heron', 'relevance', (select cursor from page where place = 10), 10);
select social_tests.act_as_operator();
select social_tests.post('alice', 'heron heron heron heron heron heron heron heron heron');
select social_tests.act_as('bob');
select is(
  array(select caption from social.post_search(
    'heron', 'relevance', (select cursor from page where place = 10), 10)),
  array(select caption from second),
  'a post that is written after the first page does not change the second page');
select is(
  (select array_agg(split_part(social_tests.outcome(format(
      'select social.post_search(%L, %L, %L)', query, sort, after)), ' ', 2))
    from (select cursor from page where place = 10) as last,
    lateral (values
      ('pond', 'relevance', cursor),
      ('heron', 'newest', cursor),
      ('heron', 'relevance', left(cursor, 95) || translate(right(cursor, 1), '0123456789abcdef',
        '123456789abcdef0')),
      ('heron', 'relevance', overlay(cursor placing
        translate(substr(cursor, 1, 1), '0123456789abcdef', '123456789abcdef0') from 1)),
      ('heron', 'relevance', left(cursor, 32)),
      ('heron', 'newest', 'x')
    ) as calls (query, sort, after)),
  array_fill('cursor_invalid'::text, array[6]),
  'a cursor that was altered or that belongs to another search is refused');
select is(
  split_part(social_tests.outcome($$select social.post_search('heron', 'oldest')$$), ' ', 2),
  'sort_invalid',
  'an unknown order is refused');

-- More matches than one period of the index may return, some of them far apart.
select social_tests.act_as_operator();
select social_tests.post('alice', 'crowd ' || number, at => now() - interval '2 years'
  - number * case when number % 2 = 0 then interval '1 second' else interval '11 hours' end)
from generate_series(1, 1300) as number;
select social_tests.post('alice', 'trail', at => now() - interval '1 year'
  - number * interval '3 hours')
from generate_series(1, 300) as number;
-- These posts are newer, so that the search does not find the crowd among the newest posts.
select social_tests.post('alice', 'heron', at => now() - number * interval '1 second')
from generate_series(1, 210) as number;
set local enable_seqscan = off;
create temp table many as
select social_private.post_matches(
  social_private.search_reader(social_tests.id('bob')),
  social_private.parse_post_query('crowd'), 'ffffffff-ffff-ffff-ffff-ffffffffffff', 2000) as ids;
select is(
  (select ids from many),
  array(select id from social.posts where caption like 'crowd %' order by id desc),
  'a search for a word with many matches in old posts finds all of them, newest first');
select is(
  social_private.post_matches(
    social_private.search_reader(social_tests.id('bob')),
    social_private.parse_post_query('trail'), 'ffffffff-ffff-ffff-ffff-ffffffffffff', 2000),
  array(select id from social.posts where caption = 'trail' order by id desc),
  'a search finds each post once, although the periods of the index overlap');
select is(
  (select social_private.post_matches(
    social_private.search_reader(social_tests.id('bob')),
    social_private.parse_post_query('crowd'), ids[700], 10) from many),
  (select ids[701:710] from many), 'a page in the middle of the matches goes on after the cursor');

select * from finish();
rollback;
