begin;
select plan(7);
select social_tests.person('alice');
select social_tests.login('newcomer');
update social_private.config set rate_limit_factor = 1;

-- Makes 40 calls with a full bucket and returns the number of successful calls.
create function pg_temp.passed(name text, action text default 'post') returns bigint
  language sql
as $$
  delete from social_private.rate_buckets;
  select count(*) filter (where outcome = '1 rows')
  from generate_series(1, 40) as call, lateral social_tests.outcome(format(
    'select social_private.consume_rate_limit(%L, %L) /* %s */',
    social_tests.id(name), action, call)
  ) as outcome
$$;

select is(pg_temp.passed('alice'), 9::bigint,
  'a new account may create 9 posts per hour, which is 0.3 times the limit of 30');
select is(pg_temp.passed('alice', 'report'), 15::bigint,
  'a new account may send 15 reports per day, which is 0.3 times the limit of 50');
update social.profiles set created_at = now() - interval '6 days 23 hours 59 minutes';
select is(pg_temp.passed('alice'), 9::bigint,
  'the stricter limit applies to an account that is one minute younger than a week');
update social.profiles set created_at = now() - interval '7 days';
select is(pg_temp.passed('alice'), 30::bigint, 'an account that is a week old has the full limit');
update social_private.config set new_account_days = 8, new_account_factor = 0.5;
select is(pg_temp.passed('alice'), 15::bigint,
  'new_account_days and new_account_factor in the config set the stricter limits');
update social_private.config set new_account_factor = 0;
select is(pg_temp.passed('alice'), 0::bigint,
  'when new_account_factor is 0, a new account cannot create posts');
update social_private.config set new_account_days = 0, new_account_factor = 0.3;
select is(
  pg_temp.passed('newcomer', 'check_username'), 9::bigint,
  'the limits of new accounts apply to a user without a profile');

select * from finish();
rollback;
