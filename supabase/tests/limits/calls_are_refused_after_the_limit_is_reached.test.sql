begin;
select plan(7);
select social_tests.person('alice');
select social_tests.person('bob');
update social.profiles set created_at = now() - interval '1 year';
update social_private.config set rate_limit_factor = 1;

-- Returns the number of successful calls and the error message of the refused calls.
create function pg_temp.burst(name text, action text, calls integer)
  returns text
  language sql
as $$
  select count(*) filter (where outcome = '1 rows')
    || min(' ' || outcome) filter (where outcome <> '1 rows')
  from generate_series(1, burst.calls), lateral social_tests.outcome(format(
    'select social_private.consume_rate_limit(%L, %L) /* %s */',
    social_tests.id(burst.name), burst.action, generate_series)) as outcome
$$;

-- A slow machine needs seconds for the calls, so the patterns accept a shorter waiting time.
select matches(
  pg_temp.burst('alice', 'post', 33),
  '^30 PT429 rate_limited Too many requests\. Try again in 1(20|1\d) seconds\.$',
  'with a limit of 30 per hour, 30 calls succeed and call 31 is possible after two minutes');
select matches(
  pg_temp.burst('alice', 'report', 60),
  '^50 PT429 rate_limited Too many requests\. Try again in 17[12]\d seconds\.$',
  'with a limit of 50 per day, 50 calls succeed and call 51 is possible after half an hour');
select matches(
  pg_temp.burst('alice', 'comment', 70), '^60 ', 'each action has its own bucket');
select matches(pg_temp.burst('bob', 'post', 33), '^30 ', 'each person has their own bucket');
select is(
  (select count(*) from social_private.rate_buckets), 4::bigint,
  'rate_buckets has one row for each person and action');

-- A call needs a token in the hourly bucket and a token in the daily bucket.
update social_private.rate_buckets set
  hour_tokens = 30, day_tokens = 2, refilled_at = clock_timestamp()
where action = 'post';
select matches(
  pg_temp.burst('alice', 'post', 3), '^2 PT429 .* Try again in 8[56]\d seconds\.$',
  'a call is refused when the daily bucket is empty, although the hourly bucket has tokens');
select is(
  (select round(day_tokens::numeric, 1) from social_private.rate_buckets
    where actor_id = social_tests.id('alice') and action = 'post'),
  0.0, 'a refused call consumes no token of the daily bucket');

select * from finish();
rollback;
