begin;
select plan(8);
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
  'SEC-42 every answer counts, and a refusal is the same for each');
select is(
  pg_temp.answers('{alice, other_name}'), '{rate_limited, rate_limited}',
  'SEC-42 and stays, since an answer is no error that would take it back');
select social_tests.act_as('alice');
select is(social.check_username('mallory'), 'taken', 'SEC-42 others may go on asking');
select social_tests.act_as('newcomer');
select is(
  pg_temp.answers('{alice, mallory}'), '{answered, rate_limited}',
  'SEC-42 a login without a profile is counted too');

select social_tests.act_as_anon();
select is(
  pg_temp.answers(array_fill('alice'::text, array[10])),
  array_fill('answered'::text, array[10]),
  'SEC-42 who is not signed in is not counted here');
select is(
  (select provolatile from pg_proc where oid = 'social.check_username(text)'::regprocedure), 'v',
  'SEC-42 it is a verb, so that it may count');
select social_tests.act_as_operator();
select is(
  (select count(*) from social_private.rate_buckets where action = 'check_username'), 3::bigint,
  'SEC-42 there is a bucket for each login that asked');
update auth.users set banned_until = 'infinity' where id = social_tests.id('mallory');
select social_tests.act_as('mallory');
select is(
  social.check_username('alice'), 'taken', 'SEC-42 a token that is dead asks as nobody does');

select * from finish();
rollback;
