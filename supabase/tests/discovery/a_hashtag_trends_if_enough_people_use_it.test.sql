begin;
select plan(14);
update social_private.config set trend_people_min = 3;
select social_tests.person('p' || n || 'x') from generate_series(1, 6) as n;
select social_tests.person('fan'), social_tests.person('young');
update social.profiles set created_at = now() - interval '8 days' where username <> 'young';
select social_tests.follow('fan', 'p' || n || 'x') from generate_series(1, 6) as n;
select social_tests.follow('fan', 'young');
create function pg_temp.trends() returns text[] language plpgsql as $$
begin
  update social_private.trend_refreshes set refreshed_at = now() - interval '5 minutes';
  perform social_private.refresh_trends();
  return (select array_agg(display || ' ' || people_count) from social.trending_hashtags());
end;
$$;
create function pg_temp.score(tag text) returns numeric language sql as $$
  select round(score::numeric, 3) from social_private.trends where hashtag = tag
$$;

select social_tests.post('p1x', n || ' #loud'), social_tests.post('p2x', n || ' #loud')
from generate_series(1, 20) as n;
select is(pg_temp.trends(), null, 'many posts of few people make no trend');
select social_tests.post('young', 'a #loud');
select is(pg_temp.trends(), null, 'a person with a new account does not count');
select social_tests.post('p3x', 'a #loud', 'followers');
select is(pg_temp.trends(), null, 'a post that is not public does not count');
select social_tests.post('p3x', 'a #Loud');
select is(pg_temp.trends(), array['Loud 3'], 'a hashtag trends if enough people use it');
select is(pg_temp.score('loud'), 3.000, 'a person counts once a day');
select social_tests.post('p' || n || 'x', 'old #past', at => now() - interval '24 hours')
from generate_series(1, 5) as n;
select is(pg_temp.trends(), array['Loud 3', 'past 5'],
  'a day counts half after the half-life, so a newer hashtag of fewer people comes first');
select is(pg_temp.score('past'), 2.500, 'five people of yesterday count as two and a half');
select social_tests.post('p' || n || 'x', 'older #ancient', at => now() - interval '8 days')
from generate_series(1, 5) as n;
select is(pg_temp.trends(), array['Loud 3', 'past 5'], 'posts older than seven days do not count');
savepoint before_deletion;
delete from social.posts where caption like '%#_oud';
select is((select array_agg(hashtag) from social.trending_hashtags(1)), array['past'],
  'a hashtag whose posts are deleted takes no place from the next trend');
select is((select array_agg(hashtag) from social.trending_hashtags()), array['past'],
  'a hashtag whose posts are deleted leaves the trends at once');
rollback to before_deletion;
update social_private.hashtags set hidden_from = 'trends' where hashtag = 'past';
insert into social_private.hashtags (hashtag, hidden_from) values ('past', 'trends');
select is((select array_agg(hashtag) from social.trending_hashtags()), array['loud'],
  'a hidden hashtag leaves the trends at once');
select is(pg_temp.trends(), array['Loud 3'], 'a hidden hashtag does not enter the trends');
select is(social_private.refresh_trends(), 0, 'the worker computes the trends every five minutes');
update social_private.accounts set is_private = true where profile_id = social_tests.id('p3x');
select is(pg_temp.trends(), null, 'a person with a private account does not count');

select * from finish();
rollback;
