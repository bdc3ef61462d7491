begin;
select plan(9);
select social_private.set_direct_table_access('everybody');
select social_tests.person(name) from unnest(array['alice', 'bob', 'friend', 'mallory']) as name;
select social_tests.person('shy', true);
select social_tests.person('locked', true);
select social_tests.follow('alice', 'bob', now() - interval '3 hours');
select social_tests.follow('alice', 'shy', now() - interval '2 hours');
select social_tests.follow('bob', 'locked', now() - interval '2 hours');
select social_tests.follow('locked', 'bob', now() - interval '1 hour');
select social_tests.follow('friend', 'shy');
select social_tests.follow('friend', 'locked');
select social_tests.request('mallory', 'shy');

create function pg_temp.names(list text, person text) returns text[] language plpgsql as $$
declare
  names text[];
begin
  execute format(
    'select coalesce(array_agg(username), ''{}'') from social.%I(social_tests.id(%L))',
    list, person)
  into names;
  return names;
end;
$$;

select social_tests.act_as('mallory');
select is(pg_temp.names('profile_following', 'alice'), array['bob'],
  'a stranger does not see that alice follows shy');
select is(pg_temp.names('profile_followers', 'bob'), array['alice'],
  'nor that locked follows bob');
select is(pg_temp.names('profile_followers', 'locked'), '{}', 'nor who follows locked');
select social_tests.act_as('friend');
select is(pg_temp.names('profile_following', 'alice'), array['shy', 'bob'],
  'who follows shy sees that alice does');
select is(pg_temp.names('profile_followers', 'bob'), array['locked', 'alice'],
  'who follows locked sees whom he follows');
select is(pg_temp.names('profile_followers', 'locked'), array['friend', 'bob'],
  'and who follows him');
select social_tests.act_as('alice');
select is(pg_temp.names('profile_following', 'alice'), array['shy', 'bob'],
  'one sees all whom one follows oneself');
select social_tests.act_as_anon();
select is(
  (select array_agg((follower_id, followee_id)::text) from social.follows),
  array[(social_tests.id('alice'), social_tests.id('bob'))::text],
  'in the table anon sees the one edge between open accounts');
select throws_ok(
  format('select social.profile_followers(%L)', gen_random_uuid()), 'PT404', 'profile_not_found',
  'a list of nobody is not found');

select * from finish();
rollback;
