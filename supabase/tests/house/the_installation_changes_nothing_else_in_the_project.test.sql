begin;
select plan(6);

select is_empty(
  $$select oid::regclass from pg_class where relnamespace = 'public'::regnamespace$$,
  'the installation creates no table in the schema public');
select is_empty(
  $$select oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace$$,
  'the installation creates no function in the schema public');
select is_empty(
  'select defaclrole::regrole, defaclnamespace::regnamespace from pg_default_acl',
  'the installation changes no default privilege');
select set_eq(
  $$
    select tgrelid::regclass || ' ' || tgname
    from pg_trigger
    where not tgisinternal
      and tgrelid::regclass::text ~ '^(auth|storage|realtime)\.'
      and tgname !~ '^protect_' -- Supabase's own
  $$,
  array[
    'auth.sessions social_move_topics', 'auth.users social_create_profile',
    'auth.users social_follow_soft_delete', 'auth.users social_move_topic',
    'auth.users social_sync_confirmation'
  ],
  'the installation creates five triggers on tables of Supabase, whose names start with social_');
select is_empty(
  $$
    select polrelid::regclass, polname from pg_policy
    where polrelid::regclass::text ~ '^(auth|storage|realtime)\.' and polname !~ '^social_'
  $$,
  'every policy on a table of Supabase has the prefix social_');
select is_empty('select pubname from pg_publication',
  'the installation creates and changes no publication');

select * from finish();
rollback;
