begin;
select plan(22);
create view pg_temp.state (object, detail) as
select concat(acls.object, ' ', attname), (
  select array_agg(entry::text order by entry::text)::text from aclexplode(acl) as entry
  where entry.grantee <> owner
)
from (
  select oid::regclass::text, null, relowner, relacl from pg_class
  where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
  union all
  select attrelid::regclass::text, attname, relowner, attacl
  from pg_attribute join pg_class on pg_class.oid = attrelid
  union all
  select oid::regprocedure::text, null, proowner, proacl from pg_proc
  union all
  select nspname, null, nspowner, nspacl from pg_namespace
) as acls (object, attname, owner, acl)
union all
select oid::regclass::text, relrowsecurity::text from pg_class
union all
select concat(schemaname, tablename, policyname),
  regexp_replace(policies::text, '[\s()]', '', 'g')
from pg_policies as policies;
create temp table before as select * from pg_temp.state;
create function pg_temp.mended(mistake text, problem text) returns setof text language plpgsql as $$
begin
  execute mended.mistake;
  return next ok(
    exists (select from social_private.verify_grants() as found
      where concat(found.object, ': ', found.problem) like mended.problem),
    'verify_grants reports: ' || mended.mistake);
  return next is(
    array(select found.object from social_private.repair_grants() as found), '{}',
    'repair_grants mends it');
end
$$;

select is_empty('select * from social_private.verify_grants()',
  'a new installation has exactly the rights of the release');

select pg_temp.mended('revoke select on all tables in schema social, social_private
  from anon, authenticated, service_role',
  'social_private.accounts: anon lacks select%');
select pg_temp.mended('grant all on all tables in schema social, social_private to anon, public',
  'social_private.blocks: anon has insert%');
select pg_temp.mended('grant update (caption), select (caption) on social.posts to anon',
  'social.posts: anon has update%');
select pg_temp.mended('revoke usage on schema social from authenticated, anon;
  grant usage, create on schema social_private to anon, public',
  'social_private: anon has create');
select pg_temp.mended('revoke execute on all functions in schema social, social_private
  from anon, authenticated, supabase_auth_admin',
  'social.home_feed(): authenticated lacks execute');
select pg_temp.mended('grant execute on all functions in schema social, social_private to public',
  'social_private.repair_counters(): public has execute');
select pg_temp.mended('alter table social.saves disable row level security',
  'social.saves: row-level security is off');
select pg_temp.mended('alter policy select_visible on social.posts using (true);
  drop policy select_own on social.likes; drop policy social_limit_read on storage.objects;
  alter policy social_limit_buckets on storage.buckets to authenticated',
  'social.posts: policy select_visible is changed');
select pg_temp.mended('grant usage on all sequences in schema social_private to anon',
  '%: anon has usage');
select is_empty(
  $$
    (table pg_temp.state except table before) union all (table before except table pg_temp.state)
    except select * from pg_temp.state where object ~ '^(before|pg_)'
  $$,
  'every right and policy is as before all of this');

create policy open on social.posts for select to authenticated using (true);
select is(
  (select array_agg(problem) from social_private.repair_grants()),
  array['policy open is not of supabase-social and may open rows: drop policy open on social.posts'],
  'repair_grants leaves a policy of the app in place, and returns the statement that drops it');
drop policy open on social.posts;
create policy hours on social.posts as restrictive for select to authenticated using (true);
select is_empty('select * from social_private.verify_grants()',
  'a restrictive policy of the app is no problem');

select * from finish();
rollback;
