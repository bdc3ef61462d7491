begin;
select plan(8);
select social_tests.person('alice');
update social.profiles set created_at = now() - interval '1 year';
update social_private.config set rate_limit_factor = 1;
update social_private.rate_limits set hourly = 60, daily = 100 where action = 'post';

create function pg_temp.consume() returns text
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

select pg_temp.consume() = '1 rows' as made;
select pg_temp.bucket(0, 50, '59 seconds');
select matches(
  pg_temp.consume(), 'Try again in 1 seconds\.$',
  'an empty bucket of 60 per hour has no token after 59 seconds');
select pg_temp.bucket(0, 50, '61 seconds');
select is(pg_temp.consume(), '1 rows',
  'an empty bucket of 60 per hour has one token after 61 seconds');
select pg_temp.bucket(0, 0, '30 minutes');
select is(
  pg_temp.consume() || ' ' || pg_temp.left_over(), '1 rows 29 1',
  'after half an hour an empty hourly bucket is half full');
select pg_temp.bucket(0, 0, '10 days');
select is(
  pg_temp.consume() || ' ' || pg_temp.left_over(), '1 rows 59 99',
  'a bucket never has more tokens than its size');

select pg_temp.bucket(5, 5, '-1 hour');
select is(
  pg_temp.consume() || ' ' || pg_temp.left_over(), '1 rows 4 4',
  'turning back the server clock neither adds nor removes tokens');
select ok(
  (select refilled_at <= clock_timestamp() from social_private.rate_buckets),
  'after the server clock is turned back, a bucket refills from the new time onwards');
select pg_temp.bucket(0, 0, '-10 years');
select matches(
  pg_temp.consume(), 'Try again in 864 seconds\.$',
  'for an empty bucket with a refill time in the future, the error has the usual waiting time');
-- The table of buckets is unlogged, so it is empty after a crash of Postgres.
truncate social_private.rate_buckets;
select is(
  pg_temp.consume() || ' ' || pg_temp.left_over(), '1 rows 59 99',
  'a person without a bucket row has a full bucket');

select * from finish();
rollback;
