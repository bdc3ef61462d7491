begin;
select plan(8);
select social_tests.person('alice');
update social.profiles set created_at = now() - interval '1 year';
update social_private.config set rate_limit_factor = 1;
update social_private.rate_limits set hourly = 60, daily = 100 where action = 'post';

create function pg_temp.spend() returns text
  language sql
as $$
  select social_tests.outcome(format(
    'select social_private.consume_rate_limit(%L, ''post'')', social_tests.id('alice')))
$$;
create function pg_temp.bucket(hour_tokens float, day_tokens float, age interval) returns void
  language sql
as $$
  update social_private.rate_buckets as buckets set
    hour_tokens = bucket.hour_tokens, day_tokens = bucket.day_tokens,
    refilled_at = clock_timestamp() - bucket.age
$$;
create function pg_temp.left_over() returns text
  language sql
as $$select hour_tokens::integer || ' ' || day_tokens::integer from social_private.rate_buckets$$;

select pg_temp.spend() = '1 rows' as made;
select pg_temp.bucket(0, 50, '59 seconds');
select matches(
  pg_temp.spend(), 'Try again in 1 seconds\.$', 'a second before its time there is no token');
select pg_temp.bucket(0, 50, '61 seconds');
select is(pg_temp.spend(), '1 rows', 'a minute brings one of 60 an hour');
select pg_temp.bucket(0, 0, '30 minutes');
select is(
  pg_temp.spend() || ' ' || pg_temp.left_over(), '1 rows 29 1', 'half an hour brings half of it');
select pg_temp.bucket(0, 0, '10 days');
select is(
  pg_temp.spend() || ' ' || pg_temp.left_over(), '1 rows 59 99', 'and no time more than is in it');

select pg_temp.bucket(5, 5, '-1 hour');
select is(
  pg_temp.spend() || ' ' || pg_temp.left_over(), '1 rows 4 4',
  'where the clock was set back nothing has run in, nor out');
select ok(
  (select refilled_at <= clock_timestamp() from social_private.rate_buckets),
  'and from then on the new time counts');
select pg_temp.bucket(0, 0, '-10 years');
select matches(
  pg_temp.spend(), 'Try again in 864 seconds\.$', 'an empty bucket from the future is no error');
-- What a crash does to an unlogged table.
truncate social_private.rate_buckets;
select is(
  pg_temp.spend() || ' ' || pg_temp.left_over(), '1 rows 59 99', 'a lost bucket was a full one');

select * from finish();
rollback;
