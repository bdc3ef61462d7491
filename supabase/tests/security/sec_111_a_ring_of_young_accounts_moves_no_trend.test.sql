begin;
select plan(5);
select social_tests.person('ring' || n || 'x') from generate_series(1, 50) as n;
select social_tests.person('fan'), social_tests.person('fan2');
select social_tests.follow('ring' || a || 'x', 'ring' || b || 'x')
from generate_series(1, 50) as a, generate_series(1, 50) as b where a <> b and (a + b) % 5 = 0;
select social_tests.post('ring' || n || 'x', 'buy #coins') from generate_series(1, 50) as n;
create function pg_temp.trends() returns text[] language plpgsql as $$
begin
  update social_private.trend_refreshes set refreshed_at = '-infinity';
  perform social_private.refresh_trends();
  return (select array_agg(hashtag || ' ' || people_count) from social.trending_hashtags());
end;
$$;
select is(pg_temp.trends(), null, 'fifty young accounts that follow each other make no trend');
update social.profiles set created_at = now() - interval '8 days' where username like 'ring%';
select is(pg_temp.trends(), null,
  'old accounts that only people with the same hashtag follow make no trend');
select social_tests.follow('fan', 'ring' || n || 'x') from generate_series(1, 19) as n;
select is(pg_temp.trends(), null, 'nineteen people whom others follow make no trend');
select social_tests.follow('fan2', 'ring20x');
select is(pg_temp.trends(), array['coins 20'], 'twenty people whom others follow make a trend');
update social_private.accounts set is_private = true
where profile_id in (social_tests.id('fan'), social_tests.id('fan2'));
select is(pg_temp.trends(), null, 'followers with private accounts do not count');

select * from finish();
rollback;
