begin;
select plan(13);
select social_tests.person('alice');
update social.profiles set created_at = now() - interval '1 year';
update social_private.config set rate_limit_factor = 1;

-- How many of 20 calls pass.
create function pg_temp.passed(action text default 'post') returns bigint
  language sql
as $$
  select count(*) filter (where outcome = '1 rows')
  from generate_series(1, 20) as call, lateral social_tests.outcome(format(
    'select social_private.consume_rate_limit(%L, %L) /* %s */', social_tests.id('alice'), action, call)
  ) as outcome
$$;
create function pg_temp.refusal() returns text
  language sql
as $$
  select social_tests.outcome(format(
    'select social_private.consume_rate_limit(%L, ''post'')', social_tests.id('alice')))
$$;

select is(pg_temp.passed(), 20::bigint, 'of 30 posts an hour alice has made 20');
update social_private.rate_limits set hourly = 5 where action = 'post';
select is(pg_temp.passed(), 5::bigint, 'a lower limit holds at once');
update social_private.rate_limits set hourly = 3600 where action = 'post';
select matches(pg_temp.refusal(), 'Try again in 1 seconds\.$', 'a higher one refills at its pace');
update social_private.rate_limits set hourly = null, daily = null where action = 'post';
select is(pg_temp.passed(), 20::bigint, 'null is no limit');
update social_private.rate_limits set daily = 7 where action = 'post';
select is(pg_temp.passed(), 7::bigint, 'and a limit after none begins full');
update social_private.rate_limits set hourly = 0, daily = null where action = 'post';
select is(
  pg_temp.refusal(), 'PT429 rate_limited Too many requests. Try again later.',
  '0 is never, and nobody knows until when');
delete from social_private.rate_buckets;
select is(pg_temp.passed(), 0::bigint, 'not even the first time');
delete from social_private.rate_limits where action = 'post';
select is(pg_temp.passed(), 20::bigint, 'an action that is not listed has no limit');
select is(
  (select count(*) from social_private.rate_buckets), 1::bigint,
  'but a bucket, whose lock lets one follow be counted after the other');

update social_private.rate_limits set hourly = 10 where action = 'like';
update social_private.config set rate_limit_factor = 1.5;
select is(pg_temp.passed('like'), 15::bigint, 'the factor is on every limit');
delete from social_private.rate_buckets;
update social_private.config set rate_limit_factor = 0.01;
select is(pg_temp.passed('like'), 1::bigint, 'and what it makes of one is rounded up');
select is_empty(
  $$
    select statement, outcome
    from unnest(array[
      'config set rate_limit_factor = 0', 'config set rate_limit_factor = -1',
      'config set rate_limit_factor = 1000001', 'config set rate_limit_factor = ''NaN''',
      'config set new_account_factor = 1.1', 'config set new_account_factor = -0.1',
      'config set new_account_days = -1', 'rate_limits set hourly = -1',
      'rate_limits set daily = -1'
    ]) as statement, social_tests.outcome('update social_private.' || statement) as outcome
    where outcome !~ '^23514 '
  $$,
  'what makes no sense is refused, even to the operator');
select is(
  social_tests.outcome('update social_private.config set rate_limit_factor = 1000000'), '1 rows',
  'a factor of a million is as good as none');

select * from finish();
rollback;
