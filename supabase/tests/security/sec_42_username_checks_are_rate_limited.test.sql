begin;
select plan(10);
select social_tests.person('alice');
select social_tests.person('mallory');
select social_tests.login('newcomer');
update social.profiles set created_at = now() - interval '1 year';
update social_private.config set rate_limit_factor = 1;
update social_private.rate_limits set hourly = 3 where action = 'check_username';

create function pg_temp.answers(names text[]) returns text[]
  language sql
as $$
  select array_agg(coalesce(
    substring(
      social_tests.outcome(format('select social.check_username(%L)', name)), 'rate_limited'),
    'answered') order by place)
  from unnest(answers.names) with ordinality as given (name, place)
$$;

select social_tests.act_as('mallory');
select is(
  pg_temp.answers('{alice, free_name, "no name", alice, free_name, "no name"}'),
  '{answered, answered, answered, rate_limited, rate_limited, rate_limited}',
  'SEC-42 every call of check_username counts towards the rate limit, whatever it returns');
select is(
  pg_temp.answers('{alice, other_name}'), '{rate_limited, rate_limited}',
  'SEC-42 a username check is refused while the person is at the limit');
select social_tests.act_as('alice');
select is(social.check_username('mallory'), 'taken',
  'SEC-42 the limit of one person does not affect username checks of another person');
select social_tests.act_as('newcomer');
select is(
  pg_temp.answers('{alice, mallory}'), '{answered, rate_limited}',
  'SEC-42 username checks of a login without a profile are limited too');

-- Anonymous users share the bucket of callers without a login.
select social_tests.act_as_operator();
select social_tests.login('guest' || n, is_anonymous => true) from generate_series(1, 2) as n;
update social_private.rate_limits set minutely = 2 where action = 'check_by_anybody';
select social_tests.act_as('guest1');
select is(pg_temp.answers('{alice, mallory, alice}'), '{answered, answered, rate_limited}',
  'SEC-42 username checks of an anonymous user are limited');
select social_tests.act_as('guest2');
select is(pg_temp.answers('{alice}'), '{rate_limited}',
  'SEC-42 a new anonymous user has no new bucket');
select social_tests.act_as_operator();
delete from social_private.rate_buckets where action = 'check_by_anybody';
update social_private.rate_limits set minutely = 60 where action = 'check_by_anybody';

select social_tests.act_as_anon();
select is(
  (select array_agg(distinct answer order by answer)
    from unnest(pg_temp.answers(array_fill('alice'::text, array[100]))) as answer),
  '{answered, rate_limited}',
  'SEC-42 username checks of callers without a login are limited');
select is(
  (select provolatile from pg_proc where oid = 'social.check_username(text)'::regprocedure), 'v',
  'SEC-42 check_username is volatile, because it writes the bucket of the caller');
select social_tests.act_as_operator();
select is(
  (select count(*) from social_private.rate_buckets where action = 'check_username'), 3::bigint,
  'SEC-42 each login that checked a username has its own bucket');
update auth.users set banned_until = 'infinity' where id = social_tests.id('mallory');
select social_tests.act_as('mallory');
select is(
  pg_temp.answers('{alice}'), '{rate_limited}',
  'SEC-42 check_username treats the token of a banned login as a caller without a login');

select * from finish();
rollback;
