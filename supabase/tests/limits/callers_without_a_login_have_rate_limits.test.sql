begin;
select plan(14);
select social_tests.login('newcomer');
update social_private.config set rate_limit_factor = 1;

-- Makes 100 calls with the given headers and returns the number of answers.
create function pg_temp.passed(headers text) returns bigint language sql as $$
  select set_config('request.headers', headers, true);
  select count(*) filter (where outcome = '1 rows') from generate_series(1, 100) as call,
    social_tests.outcome(format('select social.check_username(''some_name'') /* %s */', call))
      as outcome
$$;
create function pg_temp.of_address(address text) returns bigint language sql as $$
  select pg_temp.passed(json_build_object('x-real-ip', address)::text)
$$;
create function pg_temp.forget() returns void language sql security definer as $$
  delete from social_private.rate_buckets
$$;
select social_tests.act_as_anon();

-- A slow machine needs seconds for the calls, and the shared bucket gains a token per second.
select ok(pg_temp.passed('') between 60 and 80,
  'without headers, about 60 of 100 calls within a few seconds are answered');
select ok(pg_temp.of_address('192.0.2.1') < 20,
  'a header that the operator did not choose gives no new bucket');
select matches(
  social_tests.outcome('select social.check_sign_up(''a@example.com'', ''some_name'')'),
  '^(1 rows|PT429 rate_limited Too many requests\. Try again in \d seconds\.)$',
  'the error says when the shared bucket has a token again');
select social_tests.act_as('newcomer');
select is(social.check_username('some_name'), 'available',
  'the shared bucket does not limit people with a login');

select social_tests.act_as_operator();
update social_private.config set client_address_header = 'x-real-ip';
select social_tests.act_as_anon();
select ok(pg_temp.of_address('192.0.2.1') between 60 and 61,
  'each network address may make 60 calls, although its caller has no account');
select ok(pg_temp.of_address('192.0.2.2') between 60 and 61,
  'one network address does not use up the calls of another');
select ok(pg_temp.of_address(' 198.51.100.7, 192.0.2.1 ') < 2,
  'the last address of a list counts, because the gateway has added it');
select ok(pg_temp.of_address('::ffff:192.0.2.2') < 2,
  'an address of IPv4 in the notation of IPv6 is the same address');
select pg_temp.of_address('2001:db8:1:2::1');
select ok(pg_temp.of_address('2001:db8:1:2:ffff::9') < 2,
  'all addresses of a /64 network of IPv6 share one bucket');
select ok(pg_temp.of_address('2001:db8:1:3::1') >= 60, 'another network has its own bucket');
select pg_temp.forget();
select ok(
  pg_temp.of_address('999.1.1.1') + pg_temp.of_address('x') + pg_temp.of_address('')
    + pg_temp.of_address('::1::') + pg_temp.of_address(null) between 60 and 99,
  'callers whose header has no address share one bucket');
select pg_temp.of_address('192.0.2.3');
set local time zone 'Pacific/Kiritimati';
select ok(pg_temp.of_address('192.0.2.3') < 2,
  'another time zone of the request does not give a full bucket');
set local time zone 'UTC';

select social_tests.act_as_operator();
select is_empty(
  $$select from social_private.rate_buckets where rate_buckets::text ~ '192\.0\.2|2001:db8'$$,
  'no bucket contains an address');
update social_private.address_salts set day = day - 1;
update social_private.rate_buckets set actor_id = ('0000'
  || lpad(to_hex(('x' || substr(actor_id::text, 5, 4))::bit(16)::integer - 1), 4, '0')
  || substr(actor_id::text, 9))::uuid
where action = 'check_by_address';
select social_tests.work();
select results_eq(
  $$select action, (select count(*) from social_private.address_salts)
    from social_private.rate_buckets where actor_id::text like '0000%'$$,
  $$values ('check_by_anybody' collate "C", 0::bigint)$$,
  'the worker deletes the buckets of addresses and the salt of the day before');

select * from finish();
rollback;
