begin;
select plan(5);
select social_tests.person('alice');
select social_tests.person('bob');

create function pg_temp.consume(name text, action text) returns void
  language sql
as $$select social_private.consume_rate_limit(social_tests.id(name), action)$$;

-- The session may have statistics of earlier statements, so the test compares two readings.
create function pg_temp.hot_updates() returns bigint language sql
return pg_stat_get_xact_tuples_hot_updated('social_private.rate_buckets'::regclass);
select set_config('my.hot_updates', pg_temp.hot_updates()::text, true);

select pg_temp.consume(name, action)
from unnest(array['alice', 'bob']) as name, unnest(array['like', 'post', 'like']) as action;
select is(
  (select count(*) from social_private.rate_buckets), 4::bigint,
  'each person has one bucket per action');
select social_tests.act_as('alice');
select ok(social_tests.leave('alice'), 'a person with rate limit buckets can delete their account');
select social_tests.act_as_operator();
select results_eq(
  'select distinct actor_id from social_private.rate_buckets',
  $$select social_tests.id('bob')$$,
  'deleting an account deletes only the rate limit buckets of its owner');
select is(
  (select relpersistence::text || reloptions::text from pg_class
    where oid = 'social_private.rate_buckets'::regclass),
  'u{fillfactor=50}',
  'the table of buckets is unlogged and leaves room for updates in the same page');
select is(
  pg_temp.hot_updates() - current_setting('my.hot_updates')::bigint, 2::bigint,
  'consuming a token is a HOT update, which changes no index');

select * from finish();
rollback;
