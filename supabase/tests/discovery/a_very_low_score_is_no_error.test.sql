begin;
select plan(2);
select social_tests.person(name) from unnest(array['viewer', 'author']) as name;
select social_tests.follow('viewer', 'author');
-- An import keeps old dates.
select social_tests.post('author', string_agg('#t' || number, ' '), at => '2001-01-01')
from generate_series(1, 30) as number;
select social_tests.act_as('viewer');
select social.set_feed_weights(0.01, 0.01, 0.01, 0.01, recency => 10);
select social.show_less(cards.id, 'hashtag', 't' || number)
from (select id from social.home_feed()) as cards, generate_series(1, 30) as number;
select social.show_less(id, 'author') from social.home_feed();
select is((select count(*) from social.for_you_feed()), 1::bigint,
  'the feed For You shows a post whose score is smaller than the smallest real');
select cmp_ok(
  (select (reason -> 'score')::double precision from social.for_you_feed(explain => true)), '>',
  0::double precision, 'its score is more than 0');

select * from finish();
rollback;
