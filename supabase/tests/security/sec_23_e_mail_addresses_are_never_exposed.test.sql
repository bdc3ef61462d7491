begin;
select plan(5);
select social_tests.person('alice');
select social_tests.person('mallory');
select social_tests.follow('alice', 'mallory');
select social_tests.post('alice', 'sunrise');
select social_tests.comment('alice', 'sunrise', 'first');

select is_empty(
  $$
    select attrelid::regclass, attname
    from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and attname ~ 'mail|phone|password|token(_|$)|secret|^ip'
      -- my_sessions() lists only the sessions of the caller.
      and (attrelid, attname) <> ('social.session'::regclass, 'ip')
      -- Only the operator reads these, and they store nothing.
      and attrelid not in ('social_private.people'::regclass, 'social_private.login_state'::regclass)
  $$,
  'SEC-23 no table that clients reach has a column for an e-mail address, phone number, password or token');
select is_empty(
  $$
    select oid::regprocedure from pg_proc
    where pronamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and pg_get_functiondef(oid) ~* 'email|phone|encrypted_password'
      and proname not in ('export_profile', 'export_login', 'erase_traces', 'is_unconfirmed',
        'login_of', -- only the operator calls it
        'check_sign_up', 'device_name') -- device_name knows phones of all kinds
  $$,
  'SEC-23 only the export of a person''s own data, the erasure and two checks read e-mail addresses');
select social_tests.act_as('mallory');
select is_empty(
  $$
    select call from unnest(array[
      'select t::text from social.profiles as t', 'select t::text from social.posts as t',
      'select t::text from social.follows as t',
      'select t::text from social.profile_search() as t',
      'select t::text from social.profile_by_username(''alice'') as t',
      'select t::text from social.profile_followers(auth.uid()) as t',
      'select t::text from social.post(social_tests.post_id(''sunrise'')) as t',
      'select t::text from social.post_comments(social_tests.post_id(''sunrise'')) as t'
    ]) as call
    where query_to_xml(call, false, false, '')::text ~ 'alice@|example.com'
      or query_to_xml(call, false, false, '')::text !~ social_tests.id('alice')::text
  $$,
  'SEC-23 no row that others can read contains the e-mail address of a person');
select is_empty(
  'select * from social.profile_search(''alice@example.com'')',
  'SEC-23 a search for an e-mail address finds nobody');
select throws_ok(
  'select email from auth.users', '42501', 'permission denied for table users',
  'SEC-23 a signed-in person cannot read auth.users');

select * from finish();
rollback;
