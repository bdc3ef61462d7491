begin;
select plan(5);
select social_tests.person(name) from unnest(array[
  'viewer', 'anna', 'ben', 'one', 'two', 'late'
]) as name;
select social_tests.follow('viewer', 'anna', now() - interval '2 days');
select social_tests.follow('anna', 'one', now() - interval '1 day');
select social_tests.follow('ben', 'two', now() - interval '1 day');
create function pg_temp.suggested() returns text[] language sql as $$
  select array_agg(username::text order by username) from social.suggested_profiles()
$$;

select social_tests.act_as('viewer');
select is(pg_temp.suggested(), array['one'], 'the first call computes the suggestions');
select social_tests.act_as_operator();
select social_tests.follow('anna', 'late', now() - interval '1 day');
select social_tests.act_as('viewer');
select is(pg_temp.suggested(), array['one'], 'the next call uses the cache');
select social_tests.act_as_operator();
update social_private.suggestion_caches set filled_at = now() - interval '11 minutes';
select social_tests.act_as('viewer');
select is(pg_temp.suggested(), array['late', 'one'], 'an old cache is not used');
select social_tests.act_as_operator();
select social_tests.follow('viewer', 'ben', now());
select social_tests.act_as('viewer');
select is(
  pg_temp.suggested(), array['late', 'one', 'two'], 'a cache from before a follow is not used');
select social_tests.act_as_operator();
update social_private.config set discovery = false;
select social_tests.act_as('viewer');
select is_empty(
  'select * from social.suggested_profiles()', 'without discovery there are no suggestions');

select * from finish();
rollback;
