begin;
select plan(9);
select social_tests.person('mallory');

select is_empty(
  $$
    select nspname, entry.grantee::regrole, entry.privilege_type
    from pg_namespace, aclexplode(nspacl) as entry
    where nspname in ('social', 'social_private')
      and entry.grantee <> nspowner
      and (nspname, entry.grantee::regrole::text, entry.privilege_type) not in (
        ('social', 'anon', 'USAGE'), ('social', 'authenticated', 'USAGE'),
        ('social', 'service_role', 'USAGE'), ('social_private', 'supabase_auth_admin', 'USAGE'))
  $$,
  'the API roles may use the schema social, but may not create objects or use social_private');

select social_tests.act_as('mallory');
select throws_ok(
  'select social_private.viewer_id()', '42501', 'permission denied for schema social_private',
  'a signed-in user cannot call a private function that policies use');
select throws_ok(
  'select social_private.like_post(gen_random_uuid())', '42501',
  'permission denied for schema social_private',
  'a signed-in user cannot call the private function of a public wrapper');
select throws_ok(
  'select social_private.fail(''not_signed_in'')', '42501',
  'permission denied for schema social_private',
  'a signed-in user cannot call a private function for internal use');
select throws_ok(
  'select * from social_private.post_counters', '42501',
  'permission denied for schema social_private',
  'a signed-in user cannot read a private table that a view reads');
select throws_ok(
  'update social_private.config set comment_length = 1', '42501',
  'permission denied for schema social_private', 'a signed-in user cannot change the config');
select throws_ok(
  'create table social.mine ()', '42501', 'permission denied for schema social',
  'a signed-in user cannot create a table in the schema social');

select social_tests.act_as_anon();
select throws_ok(
  'select * from social_private.reserved_usernames', '42501',
  'permission denied for schema social_private', 'an anonymous caller cannot read a private table');
select social_tests.act_as_service();
select throws_ok(
  'select * from social_private.file_deletions', '42501',
  'permission denied for schema social_private', 'the secret key cannot read a private table');

select * from finish();
rollback;
