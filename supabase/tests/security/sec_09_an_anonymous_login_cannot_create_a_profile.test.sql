begin;
select plan(11);
select social_tests.login('mallory', is_anonymous => true);
select social_tests.person('alice');
update auth.users set email = null where email = 'mallory@example.com';
create temp table mallory as select id from auth.users where is_anonymous;
grant select on mallory to authenticated;
create function pg_temp.act_as_mallory(is_anonymous boolean) returns void language sql as $$
  select social_tests.act_with(social_tests.claims('alice', jsonb_build_object(
    'sub', mallory.id, 'session_id', mallory.id, 'is_anonymous', act_as_mallory.is_anonymous)))
  from mallory
$$;

select social_tests.remember();
select pg_temp.act_as_mallory(true);
select throws_ok(
  'select social.create_profile(''mallory'')', 'PT403', 'anonymous_user',
  'SEC-09 an anonymous login cannot create a profile');
select is_empty(
  $$
    select statement, outcome
    from social_tests.calls(social_tests.id('alice')) as calls
    join social_tests.expected_functions using (name),
      social_tests.outcome(statement) as outcome
    where callers not in ('anybody', 'server') and outcome !~ '^PT403 anonymous_user '
  $$,
  'SEC-09 an anonymous login gets the error anonymous_user from every function for people');
select pg_temp.act_as_mallory(false);
select throws_ok(
  'select social.create_profile(''mallory'')', 'PT403', 'anonymous_user',
  'SEC-09 an anonymous login cannot create a profile with a token that denies it');
select ok(social_tests.is_unchanged(), 'SEC-09 refused calls of an anonymous login change no row');

select social_tests.act_as_operator();
-- auth.signInAnonymously({ options: { data: { social_username: 'guest' } } }) inserts this row.
select social_tests.insert_user(null, '{"social_username": "guest"}', true, is_confirmed => false);
select is_empty(
  'select from social.profiles where username = ''guest''',
  'SEC-09 an anonymous sign-up with a username in its metadata creates no profile');
-- auth.updateUser({ email }) makes these changes, one after the other, when the mail is confirmed.
update auth.users set is_anonymous = false where id in (select id from mallory)
  or raw_user_meta_data ->> 'social_username' = 'guest';
update auth.users set email = id || '@example.com' where email is null;
update auth.users set email_confirmed_at = now() where email_confirmed_at is null;
select is(
  (select audience_level from social.profiles join social_private.accounts on profile_id = id
    where username = 'guest'), 2::smallint,
  'an anonymous user with a username in the metadata has a profile after the confirmation');
select pg_temp.act_as_mallory(true);
select throws_ok('select social.home_feed()', 'PT403', 'profile_missing',
  'a user who is not anonymous any more gets profile_missing, even with an old token');
select is(social.create_profile('mallory') ->> 'username', 'mallory',
  'a user who is not anonymous any more can create a profile, even with an old token');

-- The admin API first confirms, then ends is_anonymous, and then sets the address.
select social_tests.act_as_operator();
select social_tests.insert_user(null, '{"social_username": "visitor"}', true, is_confirmed => false);
update auth.users set email_confirmed_at = now()
where raw_user_meta_data ->> 'social_username' = 'visitor';
select is_empty('select from social.profiles where username = ''visitor''',
  'SEC-09 a confirmed login has no profile while it is anonymous');
update auth.users set is_anonymous = false
where raw_user_meta_data ->> 'social_username' = 'visitor';
select is((select count(*) from social.profiles where username = 'visitor'), 1::bigint,
  'a confirmed login gets the profile when it is not anonymous any more');
update auth.users set raw_user_meta_data = '{"social_username": "other"}'
where raw_user_meta_data ->> 'social_username' = 'visitor';
select is_empty('select from social.profiles where username = ''other''',
  'a change of the metadata alone changes no profile');

select * from finish();
rollback;
