begin;
select plan(7);
select social_tests.person('alice');
select social_tests.login('newcomer');
update social_private.config set rate_limit_factor = 1;

-- How many of 40 calls pass, from a full bucket.
create function pg_temp.passed(name text, action text default 'post') returns bigint
  language sql
as $$
  delete from social_private.rate_buckets;
  select count(*) filter (where outcome = '1 rows')
  from generate_series(1, 40) as call, lateral social_tests.outcome(format(
    'select social_private.consume_rate_limit(%L, %L) /* %s */', social_tests.id(name), action, call)
  ) as outcome
$$;

select is(pg_temp.passed('alice'), 9::bigint, 'in the first days it is 0.3 of 30 posts an hour');
select is(pg_temp.passed('alice', 'report'), 15::bigint, 'and of 50 reports a day');
update social.profiles set created_at = now() - interval '6 days 23 hours 59 minutes';
select is(pg_temp.passed('alice'), 9::bigint, 'until a week');
update social.profiles set created_at = now() - interval '7 days';
select is(pg_temp.passed('alice'), 30::bigint, 'has passed');
update social_private.config set new_account_days = 8, new_account_factor = 0.5;
select is(pg_temp.passed('alice'), 15::bigint, 'both numbers are in the config');
update social_private.config set new_account_factor = 0;
select is(pg_temp.passed('alice'), 0::bigint, 'with 0 who is new may do nothing yet');
update social_private.config set new_account_days = 0, new_account_factor = 0.3;
select is(
  pg_temp.passed('newcomer', 'check_username'), 9::bigint,
  'a login without a profile is as new as can be');

select * from finish();
rollback;
