begin;
select plan(6);

select is_empty(
  $$select oid::regclass from pg_class where relnamespace = 'public'::regnamespace$$,
  'there is no table of ours in public');
select is_empty(
  $$select oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace$$,
  'nor a function');
select is_empty(
  'select defaclrole::regrole, defaclnamespace::regnamespace from pg_default_acl',
  'no default privilege is changed');
select set_eq(
  $$
    select tgrelid::regclass || ' ' || tgname
    from pg_trigger
    where not tgisinternal
      and tgrelid::regclass::text ~ '^(auth|storage|realtime)\.'
      and tgname !~ '^protect_' -- Supabase's own
  $$,
  array['auth.users social_create_profile'],
  'one trigger of ours lies on a table of Supabase, and its name says whose it is');
select is_empty(
  $$
    select polrelid::regclass, polname from pg_policy
    where polrelid::regclass::text ~ '^(auth|storage|realtime)\.' and polname !~ '^social_'
  $$,
  'policies of ours on tables of Supabase say whose they are');
select is_empty('select pubname from pg_publication', 'no publication is made or changed');

select * from finish();
rollback;
