-- Changes the owners and rights of the tables of Auth and Storage to those of a hosted project.
-- Defect of @supabase/lite 0.10.0: auth.uid() of lite reads only `request.jwt.claim.sub`, and lite
-- has no default grants. This file defines the functions of schema auth as a hosted project does.
create or replace function auth.uid()
returns uuid
language sql
stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')
  )::uuid
$$;

create or replace function auth.role()
returns text
language sql
stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')
  )::text
$$;

create or replace function auth.email()
returns text
language sql
stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.email', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email')
  )::text
$$;

create or replace function auth.jwt()
returns jsonb
language sql
stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;

do $$
declare
  entry record;
begin
  for entry in
    select c.oid::regclass as relation, n.nspname as schema
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('auth', 'storage') and c.relkind = 'r'
  loop
    execute format(
      'alter table %s owner to %I',
      entry.relation,
      format('supabase_%s_admin', entry.schema)
    );
    execute format('alter table %s enable row level security', entry.relation);
  end loop;

  for entry in
    select p.oid::regprocedure as routine, n.nspname as schema
    from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('auth', 'storage')
  loop
    execute format(
      'alter function %s owner to %I',
      entry.routine,
      format('supabase_%s_admin', entry.schema)
    );
  end loop;
end
$$;

grant all on all tables in schema auth, storage to postgres;
grant all on all sequences in schema auth to postgres;
grant select on all tables in schema auth to postgres with grant option;
grant all on storage.buckets, storage.objects to anon, authenticated, service_role;

-- Defect of @supabase/lite 0.10.0: this index of hosted Storage is missing.
create index idx_objects_bucket_id_name on storage.objects (bucket_id, name collate "C");

-- Rows and files must be deleted together. As in a hosted project, this trigger refuses a deletion
-- that does not come from the Storage API.
create function storage.protect_delete()
returns trigger
language plpgsql
as $$
begin
  if coalesce(current_setting('storage.allow_delete_query', true), 'false') <> 'true' then
    raise insufficient_privilege using
      message = 'Direct deletion from storage tables is not allowed. Use the Storage API instead.',
      hint = 'This prevents accidental data loss from orphaned objects.';
  end if;
  return null;
end
$$;
create trigger protect_objects_delete before delete on storage.objects
for each statement execute function storage.protect_delete();
create trigger protect_buckets_delete before delete on storage.buckets
for each statement execute function storage.protect_delete();

-- `create policy` requires ownership of the table. A hosted project gives role postgres this right
-- through the extension supautils.
-- Postgres 15 lacks the options of this grant: there, postgres can also run `set role`.
do $$
begin
  execute 'grant supabase_storage_admin to postgres' || case
    when current_setting('server_version_num')::integer >= 160000
      then ' with inherit true, set false'
    else ''
  end;
end
$$;

-- `alter table` also requires ownership. A hosted project does not give role postgres this right.
-- Refuse `alter table` here too, so that no migration relies on it.
create function extensions.refuse_managed_ddl()
returns event_trigger
language plpgsql
as $$
declare
  command record;
begin
  if session_user <> 'postgres' then
    return;
  end if;
  for command in select * from pg_event_trigger_ddl_commands() loop
    if command.schema_name in ('auth', 'storage')
      and command.command_tag not in ('CREATE POLICY', 'ALTER POLICY', 'CREATE TRIGGER')
    then
      raise insufficient_privilege using
        message = format('must be owner of %s', command.object_identity),
        hint = 'Hosted Supabase allows only policies and triggers in the schemas auth and storage.';
    end if;
  end loop;
end
$$;
create event trigger refuse_managed_ddl on ddl_command_end
execute function extensions.refuse_managed_ddl();

-- On a hosted project, supautils runs each policy statement of role postgres with the rights of the
-- owner. Before the statement, supautils locks the tables of Auth, Storage and Realtime until the
-- transaction ends. Imitate the locks, so that a test notices a migration that stops the sign-ins of
-- a living app.
-- The owner of realtime.messages is lent to postgres only for the statement, because postgres has
-- no other right of that owner. The locks above the grant make concurrent statements wait.
create function extensions.lock_managed_tables()
returns event_trigger
language plpgsql
security definer
as $$
declare
  managed regclass;
begin
  if session_user <> 'postgres' then
    return;
  end if;
  for managed in
    select oid from pg_class
    where relnamespace::regnamespace::text in ('auth', 'realtime', 'storage')
      and relkind in ('r', 'p') and not relispartition
    order by relnamespace::regnamespace::text, relname
  loop
    execute format('lock table only %s in access exclusive mode', managed);
  end loop;
  grant supabase_realtime_admin to postgres;
end
$$;
create event trigger lock_managed_tables on ddl_command_start
when tag in ('CREATE POLICY', 'ALTER POLICY', 'DROP POLICY')
execute function extensions.lock_managed_tables();

create function extensions.end_policy_statement()
returns event_trigger
language plpgsql
security definer
as $$
begin
  if session_user = 'postgres' then
    revoke supabase_realtime_admin from postgres;
  end if;
end
$$;
create event trigger end_policy_statement on ddl_command_end
when tag in ('CREATE POLICY', 'ALTER POLICY', 'DROP POLICY')
execute function extensions.end_policy_statement();
