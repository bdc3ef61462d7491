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
  'the API roles may use the one schema and not the other, and create in neither');

select social_tests.act_as('mallory');
select throws_ok(
  'select social_private.viewer_id()', '42501', 'permission denied for schema social_private',
  'a function that a policy may call cannot be called by its name');
select throws_ok(
  'select social_private.like_post(gen_random_uuid())', '42501',
  'permission denied for schema social_private', 'nor can one behind a door');
select throws_ok(
  'select social_private.fail(''not_signed_in'')', '42501',
  'permission denied for schema social_private', 'nor can any other');
select throws_ok(
  'select * from social_private.post_counters', '42501',
  'permission denied for schema social_private', 'a table that a view may read cannot be read');
select throws_ok(
  'update social_private.config set comment_length = 1', '42501',
  'permission denied for schema social_private', 'the limits cannot be changed');
select throws_ok(
  'create table social.mine ()', '42501', 'permission denied for schema social',
  'nothing can be created in the exposed schema');

select social_tests.act_as_anon();
select throws_ok(
  'select * from social_private.reserved_usernames', '42501',
  'permission denied for schema social_private', 'anon is kept out as well');
select social_tests.act_as_service();
select throws_ok(
  'select * from social_private.file_deletions', '42501',
  'permission denied for schema social_private', 'and so is the secret key');

select * from finish();
rollback;
