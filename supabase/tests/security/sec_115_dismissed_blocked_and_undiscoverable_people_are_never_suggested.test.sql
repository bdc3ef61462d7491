begin;
select plan(7);
select social_tests.person(name) from unnest(array[
  'viewer', 'friend', 'mutual', 'fan', 'star', 'reader'
]) as name;
update social.profiles set created_at = now() - interval '1 year';
select social_tests.follow('viewer', 'friend', now() - interval '2 days');
select social_tests.follow('friend', 'mutual', now() - interval '1 day');
select social_tests.follow('fan', 'viewer', now() - interval '1 day');
select social_tests.follow('reader', 'star', now() - interval '1 day');
select social_tests.post('star', 'star post');
select social_private.refresh_popular_profiles();
-- Returns who is suggested after a change: with the cache from before the change, and without it.
create function pg_temp.suggested(statement text) returns text[] language plpgsql as $$
declare
  cached text[];
  computed text[];
begin
  perform social_tests.act_as('viewer');
  perform from social.suggested_profiles();
  execute format(statement);
  perform social_tests.act_as('viewer');
  cached := array(select username from social.suggested_profiles());
  perform social_tests.act_as_operator();
  delete from social_private.suggestion_caches;
  perform social_tests.act_as('viewer');
  computed := array(select username from social.suggested_profiles());
  raise exception sqlstate 'UNDO0'
    using message = case when cached = computed then cached else cached || computed end;
exception when sqlstate 'UNDO0' then
  return sqlerrm::text[];
end;
$$;
create function pg_temp.as_operator(statement text) returns void language plpgsql as $$
begin
  perform social_tests.act_as_operator();
  execute statement;
end;
$$;
grant execute on function pg_temp.as_operator(text) to authenticated;

select is(
  pg_temp.suggested('select'), array['mutual', 'fan', 'star'],
  'followees of followees, followers and popular people are suggested');
select is(
  pg_temp.suggested($$select social.dismiss_suggestion(id) from social.profiles
    where username in ('mutual', 'fan', 'star')$$),
  '{}', 'SEC-115 dismissed people are never suggested');
select is(
  pg_temp.suggested($$select social.block_profile(id) from social.profiles
    where username in ('mutual', 'fan', 'star')$$),
  '{}', 'SEC-115 blocked people are never suggested');
select is(
  pg_temp.suggested($$select social_tests.block(name, 'viewer')
    from unnest(array['mutual', 'fan', 'star']) as name$$),
  '{}', 'SEC-115 people who block you are never suggested');
select is(
  pg_temp.suggested($$select pg_temp.as_operator(
    'update social_private.accounts set is_discoverable = false')$$),
  '{}', 'SEC-115 people who do not want to be suggested never are');
select is(
  pg_temp.suggested($$select pg_temp.as_operator(
    'update social_private.accounts set is_private = true')$$),
  array['fan'], 'SEC-115 a private account is suggested only to people whom it follows');
select is(
  pg_temp.suggested($$select pg_temp.as_operator(
    'update social_private.accounts set suspended_at = now()
     from social.profiles where profiles.id = profile_id and username <> ''viewer''')$$),
  '{}', 'SEC-115 inactive people are never suggested');

select * from finish();
rollback;
