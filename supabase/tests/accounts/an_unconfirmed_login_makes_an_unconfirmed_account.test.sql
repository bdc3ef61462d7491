begin;
select plan(17);

create function pg_temp.state(name text) returns text language sql as $$
  select (case when unconfirmed_at is null then 'confirmed' else 'unconfirmed' end)
    || case when is_temporary then ', temporary' else '' end
    || ', level ' || audience_level || followers_audience_level || following_audience_level
  from social_private.accounts where profile_id = social_tests.id(state.name)
$$;
create function pg_temp.sign_up(name text, is_confirmed boolean default false)
  returns void language sql as $$
  select social_tests.insert_user(name || '@example.com',
    jsonb_build_object('social_username', name), is_confirmed => sign_up.is_confirmed)
$$;
create function pg_temp.set_login(name text, assignments text) returns void language plpgsql as $$
begin
  execute format('update auth.users set %s where id = %L', assignments, social_tests.id(name));
end;
$$;

select pg_temp.sign_up('alice'), pg_temp.sign_up('bob', true);
select is(pg_temp.state('alice'), 'unconfirmed, temporary, level 000',
  'a sign-up with an e-mail address that is not confirmed yet makes an unconfirmed account');
select is(pg_temp.state('bob'), 'confirmed, level 222',
  'a sign-up with a confirmed e-mail address makes a confirmed account');
select is(
  (select unconfirmed_at from social_private.accounts where profile_id = social_tests.id('alice')),
  now(), 'the account contains the time when the login was found unconfirmed');

select pg_temp.set_login('alice', 'email_confirmed_at = now()');
select is(pg_temp.state('alice'), 'confirmed, level 222',
  'the confirmation of the e-mail address ends the state');
select is(
  (select social_private.username_owner('alice')), social_tests.id('alice'),
  'after the confirmation the person has the username of the sign-up');

-- A phone number: Auth inserts the login before it sends the code.
select social_tests.insert_user(null, '{"social_username": "carol"}', is_confirmed => false);
select is(pg_temp.state('carol'), 'confirmed, level 222',
  'a login without e-mail address and phone number, as of a wallet, needs no confirmation');
select pg_temp.set_login('carol', 'phone = ''15550001''');
select is(pg_temp.state('carol'), 'unconfirmed, level 000',
  'a login that gets a phone number without a confirmation becomes unconfirmed');
select pg_temp.set_login('carol', 'phone_confirmed_at = now()');
select is(pg_temp.state('carol'), 'confirmed, level 222',
  'the confirmation of the phone number ends the state');
select pg_temp.set_login('carol', 'phone = '''', phone_confirmed_at = null');
select is(pg_temp.state('carol'), 'confirmed, level 222',
  'an empty phone number needs no confirmation');

select pg_temp.set_login('alice', 'email_confirmed_at = null');
select is(pg_temp.state('alice'), 'unconfirmed, level 000',
  'an account whose confirmation is taken back is unconfirmed, and its profile is not temporary');
select pg_temp.set_login('alice', 'phone = ''15550002'', phone_confirmed_at = now()');
select is(pg_temp.state('alice'), 'confirmed, level 222',
  'a confirmed phone number is enough, even if the e-mail address is not confirmed');

-- Later profiles of logins that exist already.
select social_tests.insert_user('dave@example.com', is_confirmed => false);
select social_tests.act_as('dave');
select lives_ok($$select social.create_profile('dave')$$,
  'an unconfirmed user can create the profile');
select lives_ok($$select social.create_profile('dave')$$,
  'create_profile is idempotent while the account is unconfirmed');
select social_tests.act_as_operator();
select is(pg_temp.state('dave'), 'unconfirmed, temporary, level 000',
  'the profile that an unconfirmed user creates is unconfirmed');
select social_tests.insert_user('erin@example.com', is_confirmed => false);
select social_private.create_missing_profile(social_tests.id('erin'), 'erin', null);
select is(pg_temp.state('erin'), 'unconfirmed, temporary, level 000',
  'the backfill makes an unconfirmed account for an unconfirmed login');

-- A sign-in.
create temp table versions as select ctid as place, xmin as version from social_private.accounts;
select pg_temp.set_login(
  'bob', 'last_sign_in_at = now(), updated_at = now(), encrypted_password = ''x''');
select pg_temp.set_login('erin', 'confirmation_sent_at = now(), confirmation_token = ''x''');
select results_eq('select ctid, xmin from social_private.accounts', 'select place, version from versions',
  'a sign-in and a new confirmation mail write no account');
select results_eq(
  $$select count(*) from pg_trigger where tgname = 'social_sync_confirmation' and tgqual is not null$$,
  array[1::bigint], 'a sign-in does not call the function of the trigger');

select * from finish();
rollback;
