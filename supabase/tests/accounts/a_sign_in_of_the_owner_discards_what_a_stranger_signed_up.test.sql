begin;
select plan(6);

-- Auth makes these changes when somebody signs in with OAuth, whose address has an unconfirmed login.
create function pg_temp.sign_in_with_oauth(name text) returns void language plpgsql as $$
begin
  update auth.users set encrypted_password = null where id = social_tests.id(name);
  update auth.users set raw_user_meta_data = '{"full_name": "Owner"}'
  where id = social_tests.id(name);
  update auth.users set email_confirmed_at = now() where id = social_tests.id(name);
end;
$$;
create temp table logins as
select name, social_tests.insert_user(name || '@example.com', jsonb_build_object(
  'social_username', name, 'social_display_name', 'Mallory'), is_confirmed => false)
from unnest(array['victim', 'suspended', 'kept']) as name;
update social_private.accounts set suspended_at = now()
where profile_id = social_tests.id('suspended');
select social_tests.person('alice');
create table public.fans (fan uuid constraint fans_fan_fkey references social.profiles (id));
insert into public.fans values (social_tests.id('kept'));

select pg_temp.sign_in_with_oauth(name) from unnest(array['victim', 'suspended', 'kept']) as name;
select is_empty($$select from social.profiles where username = 'victim'$$,
  'the owner of an address does not get the profile of a stranger who signed up with the address');
select is(social_private.username_problem('victim', null), null, 'the username is free at once');
select is((select email_confirmed_at from auth.users where email = 'victim@example.com'), now(),
  'the sign-in succeeds');
select isnt_empty($$select from social.profiles where username = 'suspended'$$,
  'a sanction keeps the profile');
select isnt_empty($$select from social.profiles where username = 'kept'$$,
  'a profile to which the host app refers stays, and the sign-in succeeds');

-- A confirmed person.
update auth.users set raw_user_meta_data = '{}' where id = social_tests.id('alice');
select isnt_empty($$select from social.profiles where username = 'alice'$$,
  'a confirmed person keeps the profile without the metadata');

select * from finish();
rollback;
