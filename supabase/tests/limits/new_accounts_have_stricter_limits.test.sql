begin;
select plan(7);
select social_tests.person('alice');
select social_tests.login('newcomer');
update social_private.config set rate_limit_factor = 1;

-- Returns how many of 40 calls pass, starting with a full bucket.
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

select is(pg_temp.passed('alice'), 9::bigint, 'a new account may post 0.3 times 30 posts per hour');
select is(pg_temp.passed('alice', 'report'), 15::bigint,
  'a new account may report 0.3 times 50 reports per day');
update social.profiles set created_at = now() - interval '6 days 23 hours 59 minutes';
select is(pg_temp.passed('alice'), 9::bigint,
  'the stricter limit applies until the account is a week old');
update social.profiles set created_at = now() - interval '7 days';
select is(pg_temp.passed('alice'), 30::bigint, 'an account that is a week old has the full limit');
update social_private.config set new_account_days = 8, new_account_factor = 0.5;
select is(pg_temp.passed('alice'), 15::bigint,
  'the number of days and the factor come from the config');
update social_private.config set new_account_factor = 0;
select is(pg_temp.passed('alice'), 0::bigint, 'with a factor of 0 a new account may do nothing');
update social_private.config set new_account_days = 0, new_account_factor = 0.3;
select is(
  pg_temp.passed('newcomer', 'check_username'), 9::bigint,
  'a user without a profile counts as new');

select * from finish();
rollback;
