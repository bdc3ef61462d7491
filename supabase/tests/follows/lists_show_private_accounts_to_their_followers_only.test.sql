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
  'a stranger does not see a private account in the following list of a public account');
select is(pg_temp.names('profile_followers', 'bob'), array['alice'],
  'a stranger does not see a private account in the follower list of a public account');
select is(pg_temp.names('profile_followers', 'locked'), '{}',
  'a stranger sees an empty follower list of a private account');
select social_tests.act_as('friend');
select is(pg_temp.names('profile_following', 'alice'), array['shy', 'bob'],
  'a follower of a private account sees it in the following list of a public account');
select is(pg_temp.names('profile_followers', 'bob'), array['locked', 'alice'],
  'a follower of a private account sees it in the follower list of a public account');
select is(pg_temp.names('profile_followers', 'locked'), array['friend', 'bob'],
  'a follower of a private account sees the follower list of that account');
select social_tests.act_as('alice');
select is(pg_temp.names('profile_following', 'alice'), array['shy', 'bob'],
  'people see private accounts in their own following list');
select social_tests.act_as_anon();
select is(pg_temp.names('profile_followers', 'bob'), array['alice'],
  'an anonymous caller sees only public accounts in a list of followers');
select throws_ok(
  format('select social.profile_followers(%L)', gen_random_uuid()), 'PT404', 'profile_not_found',
  'profile_followers fails with profile_not_found for an unknown id');

select * from finish();
rollback;
