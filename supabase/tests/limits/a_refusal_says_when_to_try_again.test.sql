begin;
select plan(12);
select social_tests.person('alice');
select social_tests.person('mallory');
update social.profiles set created_at = now() - interval '1 year';
update social_private.config set rate_limit_factor = 1, allow_text_posts = true;
select social_tests.post('alice', 'sunrise');

-- Returns an error as Postgres raises it.
create function pg_temp.raised(statement text) returns table (code text, message json, detail json)
  language plpgsql
as $$
begin
  execute raised.statement;
exception when sqlstate 'PGRST' then
  code := sqlstate;
  message := sqlerrm;
  get stacked diagnostics detail = pg_exception_detail;
  return next;
end;
$$;

-- Sets the limit and the bucket of the posts of alice, and makes her write one.
create function pg_temp.refusal(per_hour integer, tokens double precision)
  returns table (code text, message json, detail json)
  language plpgsql
as $$
begin
  perform social_tests.act_as_operator();
  update social_private.rate_limits set hourly = refusal.per_hour, daily = null
  where action = 'post';
  delete from social_private.rate_buckets;
  insert into social_private.rate_buckets (actor_id, action, hour_tokens, refilled_at)
  values (social_tests.id('alice'), 'post', refusal.tokens, clock_timestamp() + interval '1 hour');
  perform social_tests.act_as('alice');
  return query select * from pg_temp.raised('select social.create_post(''hello'')');
end;
$$;

select is(
  (select code || ' ' || detail::jsonb from pg_temp.refusal(60, 0)),
  'PGRST {"status": 429, "headers": {"Retry-After": "60"}}',
  'a refusal gives PostgREST the status 429 and the header Retry-After');
select is(
  (select message::jsonb from pg_temp.refusal(60, 0)),
  '{"code": "PT429", "message": "rate_limited", "details": "Too many requests.",
    "hint": "Try again in 60 seconds."}'::jsonb,
  'the body of a refusal has the form of every other error, and names the seconds in the hint');

-- Returns the seconds of the header and of the hint.
create function pg_temp.seconds(per_hour integer, tokens double precision) returns text
  language sql
as $$
  select concat_ws(' ',
    detail #>> '{headers,Retry-After}', substring(message ->> 'hint' from '^Try again in (\d+) seconds\.$'))
  from pg_temp.refusal(per_hour, tokens)
$$;
select is(pg_temp.seconds(60, 0.99), '1 1', 'less than a second is rounded up to one second');
select is(pg_temp.seconds(60, 0.5), '30 30', 'whole seconds are named as they are');
select is(pg_temp.seconds(60, 0.49), '31 31', 'a part of a second is rounded up');
select is(pg_temp.seconds(1, 0), '3600 3600', 'an hour is named in seconds');

select results_eq(
  $$select message ->> 'hint', detail::jsonb from pg_temp.refusal(0, 0)$$,
  $$values ('This action is switched off.', '{"status": 429, "headers": {}}'::jsonb)$$,
  'with a limit of 0, no time would help, so the refusal names none');
select is(
  social_tests.outcome('select social.create_post(''hello'')'),
  'PT429 rate_limited Too many requests. This action is switched off.',
  'other tests read a refusal like every other error');
select ok(social_tests.is_rate_limited('select social.create_post(''hello'')'),
  'other tests ask whether a call is refused');

-- The pause after a rejection. now() stands still in a test.
select social_tests.act_as_operator();
insert into social_private.follow_pauses (follower_id, followee_id, rejected_at)
values (social_tests.id('mallory'), social_tests.id('alice'), now() - interval '1.5 seconds');
select social_tests.act_as('mallory');
select is(
  (select concat_ws(' ', message ->> 'code', message ->> 'hint', detail #>> '{headers,Retry-After}')
    from pg_temp.raised(format('select social.follow_profile(%L)', social_tests.id('alice')))),
  'PT429 Try again in 86399 seconds. 86399',
  'the pause of a rejected follower is named in the same way, rounded up');

-- Nothing that a caller sends becomes a part of the header.
select set_config('request.headers', '{"x-real-ip": "1\r\nSet-Cookie: a=b"}', true);
select set_config('request.method', 'POST', true);
select set_config('response.headers', '[{"Retry-After": "1"}]', true);
select is(
  (select detail::jsonb from pg_temp.refusal(60, 0)),
  '{"status": 429, "headers": {"Retry-After": "60"}}'::jsonb,
  'a caller cannot write into the header');
select social_tests.act_as('mallory');
select is(
  social_tests.outcome('select social_private.fail_rate_limited(1)'),
  '42501 permission denied for schema social_private',
  'a caller cannot raise such an error');

select * from finish();
rollback;
