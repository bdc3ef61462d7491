begin;
select plan(13);
select social_tests.person('alice');
update social.profiles set created_at = now() - interval '1 year';
update social_private.config set rate_limit_factor = 1;

-- Returns how many of 20 calls succeed.
create function pg_temp.passed(action text default 'post') returns bigint
  language sql
as $$
  select count(*) filter (where outcome = '1 rows')
  from generate_series(1, 20) as call, lateral social_tests.outcome(format(
    'select social_private.consume_rate_limit(%L, %L) /* %s */',
    social_tests.id('alice'), action, call)
  ) as outcome
$$;
create function pg_temp.refusal() returns text
  language sql
as $$
  select social_tests.outcome(format(
    'select social_private.consume_rate_limit(%L, ''post'')', social_tests.id('alice')))
$$;

select is(pg_temp.passed(), 20::bigint, 'with a limit of 30 posts per hour, 20 calls succeed');
update social_private.rate_limits set hourly = 5 where action = 'post';
select is(pg_temp.passed(), 5::bigint, 'a lowered limit applies from the next call');
update social_private.rate_limits set hourly = 3600 where action = 'post';
select matches(pg_temp.refusal(), 'Try again in 1 seconds\.$',
  'a bucket refills faster after its limit is raised');
update social_private.rate_limits set hourly = null, daily = null where action = 'post';
select is(pg_temp.passed(), 20::bigint, 'a limit of null means that there is no limit');
update social_private.rate_limits set daily = 7 where action = 'post';
select is(pg_temp.passed(), 7::bigint,
  'when a limit is set for an action without one, each person starts with a full bucket');
update social_private.rate_limits set hourly = 0, daily = null where action = 'post';
select is(
  pg_temp.refusal(), 'PT429 rate_limited Too many requests. This action is switched off.',
  'with a limit of 0, every call is refused and the error contains no waiting time');
delete from social_private.rate_buckets;
select is(pg_temp.passed(), 0::bigint, 'a limit of 0 also refuses the first call of a person');
update social_private.rate_limits set minutely = null, hourly = null, daily = null
where action = 'post';
select is(pg_temp.passed(), 20::bigint, 'an action whose limits are all null has no limit');
select is(
  (select count(*) from social_private.rate_buckets), 1::bigint,
  'an action without a limit still has a bucket row, which serialises concurrent calls');

update social_private.rate_limits set hourly = 10 where action = 'like';
update social_private.config set rate_limit_factor = 1.5;
select is(pg_temp.passed('like'), 15::bigint, 'rate_limit_factor multiplies every limit');
delete from social_private.rate_buckets;
update social_private.config set rate_limit_factor = 0.01;
select is(pg_temp.passed('like'), 1::bigint,
  'a limit multiplied by rate_limit_factor is rounded up');
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
  'table constraints refuse invalid limits and factors, even when an operator writes them');
select is(
  social_tests.outcome('update social_private.config set rate_limit_factor = 1000000'), '1 rows',
  'a rate_limit_factor of one million, the maximum, is accepted');

select * from finish();
rollback;
