begin;
select plan(7);
select social_tests.person('alice');
select social_tests.person('bob');
update social.profiles set created_at = now() - interval '1 year';
update social_private.config set rate_limit_factor = 1;

-- How many of so many calls in a row pass, and what a refusal says.
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

-- A slow machine may need seconds for it.
select matches(
  pg_temp.burst('alice', 'post', 33),
  '^30 PT429 rate_limited Too many requests\. Try again in 1(20|1\d) seconds\.$',
  'of a limit of 30 an hour exactly 30 pass, then it is two minutes until the next');
select matches(
  pg_temp.burst('alice', 'report', 60),
  '^50 PT429 rate_limited Too many requests\. Try again in 17[12]\d seconds\.$',
  'a limit a day is met the same way');
select matches(
  pg_temp.burst('alice', 'comment', 70), '^60 ', 'each action has a bucket of its own');
select matches(pg_temp.burst('bob', 'post', 33), '^30 ', 'and each person');
select is(
  (select count(*) from social_private.rate_buckets), 4::bigint, 'there is one row for each');

-- As the window of a day fills by the hour, the smaller of both decides.
update social_private.rate_buckets set
  hour_tokens = 30, day_tokens = 2, refilled_at = clock_timestamp()
where action = 'post';
select matches(
  pg_temp.burst('alice', 'post', 3), '^2 PT429 .* Try again in 8[56]\d seconds\.$',
  'where the hour has some left the day may have none');
select is(
  (select round(day_tokens::numeric, 1) from social_private.rate_buckets
    where actor_id = social_tests.id('alice') and action = 'post'),
  0.0, 'who is refused loses nothing');

select * from finish();
rollback;
