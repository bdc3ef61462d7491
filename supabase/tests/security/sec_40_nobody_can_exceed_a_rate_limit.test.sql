begin;
select plan(6);
select social_tests.person('alice');
select social_tests.person('mallory');
update social.profiles set created_at = now() - interval '1 year';
update social_private.config set rate_limit_factor = 1, allow_text_posts = true;
update social_private.rate_limits set hourly = 2;

-- Runs a statement several times and returns how many runs succeed. In the statement, %s stands for
-- the number of the run.
create function pg_temp.passed(template text, calls integer) returns bigint
  language sql
as $$
  select count(*) filter (where outcome = '1 rows')
  from generate_series(1, calls) as call,
    lateral social_tests.outcome(format(template, call)) as outcome
$$;

select social_tests.post('alice', 'post ' || call) from generate_series(1, 4) as call;
select social_tests.act_as('mallory');
select is(
  pg_temp.passed('select social.create_post(''spam %s'')', 4), 2::bigint,
  'SEC-40 with a limit of two per hour, two of four calls of create_post succeed');
select is(
  pg_temp.passed(
    'select social.add_comment(social_tests.post_id(''post %s''), ''spam'')', 4), 2::bigint,
  'SEC-40 with a limit of two per hour, two of four comments on different posts succeed');
select is(
  pg_temp.passed('select social.like_post(social_tests.post_id(''post %s''))', 4), 2::bigint,
  'SEC-40 with a limit of two per hour, two of four likes succeed');
-- The same person repeats the call with other claims in the token and from another IP address.
select social_tests.act_as('mallory', '{"aal": "aal2", "is_anonymous": false}');
select set_config('request.headers', '{"x-forwarded-for": "192.0.2.7"}', true);
select ok(social_tests.is_rate_limited(
  'select social.create_post(''more'')'),
  'SEC-40 a new token or IP address does not reset the limit');
select social_tests.remember();
select ok(social_tests.is_rate_limited(
  'select social.create_post(''more'', idempotency_key => ''a'')'),
  'SEC-40 a new idempotency key does not reset the limit');
select ok(social_tests.is_unchanged(), 'SEC-40 a call refused with rate_limited changes no row');

select * from finish();
rollback;
