begin;
select plan(19);

create function pg_temp.sign_up(name text, days integer) returns void language plpgsql as $$
begin
  perform social_tests.insert_user(name || '@example.com',
    jsonb_build_object('social_username', name), is_confirmed => false);
  update social_private.accounts set unconfirmed_at = now() - days * interval '1 day'
  where profile_id = social_tests.id(name);
end;
$$;
select pg_temp.sign_up(name, 8)
from unnest(array['late', 'lost', 'suspended', 'limited', 'staff_member', 'leaving']) as name;
select pg_temp.sign_up('early', 6);
update social_private.accounts set suspended_at = now()
where profile_id = social_tests.id('suspended');
update social_private.accounts set limited_at = now() where profile_id = social_tests.id('limited');
update social_private.accounts set deleted_at = now() where profile_id = social_tests.id('leaving');
select social_tests.staff('staff_member');
-- The confirmation of this person was taken back.
select social_tests.person('former');
select social_tests.post('former', 'sunrise');
update auth.users set email_confirmed_at = null where email = 'former@example.com';
update social_private.accounts set unconfirmed_at = now() - interval '1 year'
where profile_id = social_tests.id('former');
select social_tests.login('claimant');

select is(social_private.username_problem('lost', null), 'username_taken',
  'the username of an unconfirmed person is reserved');
select ok(social_private.is_work_due(), 'the worker has work');
select social_tests.work();
select set_eq('select username::text from social.profiles',
  array['early', 'former', 'leaving', 'limited', 'staff_member', 'suspended'],
  'the worker deletes the profiles of people who were not confirmed within seven days');
select isnt(social_private.is_work_due(), true, 'the worker has no more work');
select is((select count(*) from auth.users where email ~ '^(late|lost)@'), 2::bigint,
  'the logins remain');
select is(social_private.username_problem('lost', null), null, 'the username is free at once');
select is((select count(*) from social_private.username_reservations), 0::bigint,
  'the username of somebody whom nobody has seen is not reserved');
select social_tests.act_as('claimant');
select is(social.create_profile('lost') ->> 'username', 'lost',
  'another person can take the username');

-- The late confirmations.
select social_tests.act_as_operator();
update auth.users set email_confirmed_at = now() where email ~ '^(late|lost)@';
select is((select id from social.profiles where username = 'late'),
  (select id from auth.users where email = 'late@example.com'),
  'a late confirmation creates the profile again if the username is still available');
select is(
  (select audience_level from social_private.accounts where profile_id = social_tests.id('late')),
  2::smallint, 'the profile that a late confirmation creates is confirmed');
select is((select email_confirmed_at from auth.users where email = 'lost@example.com'), now(),
  'a late confirmation succeeds if somebody else has the username');
select social_tests.act_with(social_tests.claims('claimant', jsonb_build_object(
  'sub', owner.id, 'session_id', owner.id)))
from auth.users as owner, social_tests.insert_session(owner.id, owner.id)
where owner.email = 'lost@example.com';
select throws_ok('select social.my_profile()', 'PT403', 'profile_missing',
  'a person whose username is taken has no profile after a late confirmation');
select is(social.create_profile('lost.again') ->> 'username', 'lost.again',
  'this person can create a profile with another username');

select social_tests.act_as_operator();
update social_private.config set unconfirmed_days = 5;
select social_tests.work();
select is_empty($$select from social.profiles where username = 'early'$$,
  'config.unconfirmed_days says how long a username stays reserved');
select pg_temp.sign_up(name, 8) from unnest(array['one', 'two', 'three']) as name;
select is((social_private.run_maintenance(2)).erased_rows, 2,
  'one call deletes at most the given number of profiles');
delete from auth.users where email in ('one@example.com', 'two@example.com', 'three@example.com');
select is(social_private.username_problem('three', null), null,
  'the deletion of a login that was never confirmed reserves no username');

-- A row of the host app refers to one profile.
create table public.fans (fan uuid constraint fans_fan_fkey references social.profiles (id));
select pg_temp.sign_up(name, 8) from unnest(array['stuck', 'other']) as name;
insert into public.fans values (social_tests.id('stuck'));
update social_private.accounts set unconfirmed_at = now() - interval '9 days'
where profile_id = social_tests.id('stuck');
select social_tests.work();
select results_eq('select queue, attempts from social_private.failed_work',
  $$values ('unconfirmed_profiles', 1)$$, 'a profile that cannot be deleted is noted');
select is_empty($$select from social.profiles where username = 'other'$$,
  'a profile is deleted although another profile cannot be deleted');
select isnt(social_private.is_work_due(), true,
  'no work is due while only profiles are left on which the worker failed');

select * from finish();
rollback;
