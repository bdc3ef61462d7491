begin;
select plan(7);
select social_tests.person('alice');
select social_tests.post('alice', n || ' #sea', at => now() - n * interval '1 hour')
from generate_series(1, 9) as n;
create function pg_temp.walk() returns text[] language sql as $$
  select social_tests.walk(
    'select caption as item, cursor from social.hashtag_posts(''sea'', ''top'', %L, 2)')
$$;
select is(
  pg_temp.walk(), (select array_agg(n || ' #sea' order by n) from generate_series(1, 9) as n),
  'without likes, a newer post has a higher rank');
update social_private.hashtag_posts set score = score + ln(2)
where post_id = social_tests.post_id('5 #sea');
update social_private.hashtag_posts set score = 7 + 1.0 / 3 where post_id in (
  social_tests.post_id('7 #sea'), social_tests.post_id('8 #sea'), social_tests.post_id('9 #sea'));
select is((pg_temp.walk())[1:7], array[
  '5 #sea', '1 #sea', '2 #sea', '3 #sea', '4 #sea', '6 #sea', '7 #sea'],
  'a post with a higher score comes first');
select is((pg_temp.walk())[7:9], array['7 #sea', '8 #sea', '9 #sea'],
  'pages neither repeat nor skip posts with the same score');
select cmp_ok(
  abs(social_private.base_score(now() - interval '1 day', true) + ln(2)
    - social_private.base_score(now(), true)), '<', 0.001::double precision,
  'a post that is a day older needs twice as much for the same rank');

create function pg_temp.cursor(hashtag text) returns text language sql as $$
  select min(cursor) from social.hashtag_posts(hashtag, 'top', page_size => 1)
$$;
select social_tests.post('alice', 'also #sun #sea');
select throws_ok(
  format('select social.hashtag_posts(''sun'', ''top'', %L)', pg_temp.cursor('sea')),
  'PT400', 'cursor_invalid', 'the cursor of another hashtag is refused');
select throws_ok(
  format('select social.hashtag_posts(''sea'', ''top'', %L)',
    overlay(pg_temp.cursor('sea') placing '0123456789abcdef' from 17)),
  'PT400', 'cursor_invalid', 'a cursor that a client made is refused');
select is(
  strpos(pg_temp.cursor('sea'), (
    select to_hex((score * 1000000)::bigint) from social_private.hashtag_posts
    where hashtag = 'sea' order by score desc limit 1)),
  0, 'a cursor does not show the score');

select * from finish();
rollback;
