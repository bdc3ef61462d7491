-- Access rights: the tables and columns that clients may read, and functions with which the
-- operator compares rights and policies with those of the release, and puts them back.
-- social_table_access, the last migration, fills the tables.

-- Errors

insert into social_private.errors (code, status, detail, hint) values
  ('readable_table_invalid', 422, 'Schema social has no such table, view or column.',
    'Write each name as it is in schema social.'),
  ('table_access_invalid', 422, 'This value is not a setting of direct table access.',
    'Use closed, signed_in or everybody.');

-- Tables that clients may read

create table social_private.readable_tables (
  relation text not null,
  columns text[],
  release_columns text[] not null,
  readers text[] not null default '{}',
  is_for_everybody boolean not null,

  constraint readable_tables_pkey primary key (relation),
  constraint readable_tables_readers_known
    check (readers <@ array['anon', 'authenticated', 'service_role'])
);

comment on table social_private.readable_tables is
'The tables and views of schema social to which set_direct_table_access() can give access. An edit
takes effect at once. A row that you delete closes its table to clients.';

comment on column social_private.readable_tables.relation is
'The name of the table or view in schema social.';

comment on column social_private.readable_tables.columns is
'The columns that clients may read. Null means the columns in release_columns.';

comment on column social_private.readable_tables.release_columns is
'The columns that supabase-social created. A column that you add to the table is closed, unless you
name it in columns.';

comment on column social_private.readable_tables.readers is
'The roles that may read the table. set_direct_table_access() sets them.';

comment on column social_private.readable_tables.is_for_everybody is
'True if the setting "everybody" gives access to anon, too.';

alter table social_private.readable_tables enable row level security;

create trigger keep_keys
  after update of relation on social_private.readable_tables
  for each row when (old.relation <> new.relation)
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.readable_tables
  for each statement execute function social_private.tg_refuse_truncate(
    'Every installation needs the rows of this table.');

create function social_private.grant_columns(
  relation regclass, known_columns text[], columns text[], readers text[]
)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  own_grants text;
begin
  -- The statement "revoke" below also takes the rights on single columns that an app added.
  select string_agg(
    format(
      'grant %s (%I) on %s to %s', entry.privilege_type, attribute.attname,
      grant_columns.relation,
      case entry.grantee when 0 then 'public' else format('%I', entry.grantee::regrole) end
    ), '; ')
  into own_grants
  from pg_catalog.pg_attribute as attribute
  cross join lateral pg_catalog.aclexplode(attribute.attacl) as entry
  where attribute.attrelid = grant_columns.relation and attribute.attnum > 0
    and attribute.attname <> all (grant_columns.known_columns)
    and entry.grantee in (
      0, 'anon'::regrole, 'authenticated'::regrole, 'service_role'::regrole);
  execute format(
    'revoke all on %s from public, anon, authenticated, service_role', grant_columns.relation);
  if cardinality(grant_columns.columns) > 0 and cardinality(grant_columns.readers) > 0 then
    execute (
      select format(
        'grant select (%s) on %s to %s', string_agg(format('%I', name), ', '),
        grant_columns.relation, array_to_string(grant_columns.readers, ', '))
      from unnest(grant_columns.columns) as name
    );
  end if;
  if own_grants is not null then
    execute own_grants;
  end if;
end;
$$;

comment on function social_private.grant_columns(regclass, text[], text[], text[]) is
'Gives roles the right to read columns of a table, and takes all other rights of clients on the
table. The rights on columns that are not known stay, because an app added these columns.';

create function social_private.tg_readable_tables__sync_rights()
  returns trigger
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  former regclass := to_regclass('social.' || quote_ident(old.relation));
  known_columns text[] := coalesce(old.release_columns, '{}') || old.columns
    || new.release_columns || new.columns;
begin
  if new.relation is not null and (
    to_regclass(format('social.%I', new.relation)) is null
    or new.release_columns || new.columns <@ (
      select array_agg(attname::text) from pg_catalog.pg_attribute
      where attrelid = to_regclass(format('social.%I', new.relation))
        and attnum > 0 and not attisdropped
    ) is not true
  ) then
    perform social_private.fail('readable_table_invalid');
  end if;
  if former is not null and old.relation is distinct from new.relation then
    perform social_private.grant_columns(former, known_columns, '{}', '{}');
  end if;
  if new.relation is not null then
    perform social_private.grant_columns(
      format('social.%I', new.relation)::regclass, known_columns,
      coalesce(new.columns, new.release_columns), new.readers);
  end if;
  return null;
end;
$$;

comment on function social_private.tg_readable_tables__sync_rights() is
'Gives clients the rights that an edited row of readable_tables names. Refuses a table or a column
that does not exist.';

create trigger sync_rights
  after insert or update or delete on social_private.readable_tables
  for each row execute function social_private.tg_readable_tables__sync_rights();

create function social_private.set_direct_table_access(access text)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
begin
  if set_direct_table_access.access not in ('closed', 'signed_in', 'everybody') is not false then
    perform social_private.fail('table_access_invalid');
  end if;
  update social_private.readable_tables set readers = case
    when set_direct_table_access.access = 'closed' then array['service_role']
    when set_direct_table_access.access = 'everybody' and is_for_everybody
      then array['anon', 'authenticated', 'service_role']
    else array['authenticated', 'service_role']
  end;
end;
$$;

comment on function social_private.set_direct_table_access(text) is
'Sets who may directly read the tables in readable_tables. closed: only the secret key. signed_in,
the default: signed-in people. everybody: people without a login, too.

Changes only the rights of clients on the tables and columns in readable_tables. The rights on your
own tables and columns stay.
Errors: table_access_invalid.';

-- Rights and policies of the release

create table social_private.release_objects (
  object text not null,
  kind text not null,
  grantees text[] not null,
  columns text[],
  readable_columns text[],

  constraint release_objects_pkey primary key (object),
  constraint release_objects_kind_known
    check (kind in ('schema', 'table', 'view', 'sequence', 'function'))
);

comment on table social_private.release_objects is
'The schemas, tables, views, sequences and functions of the release, and who may use them.
verify_grants() compares the database with these rows. Do not edit them.';

comment on column social_private.release_objects.object is
'The name of the object with its schema. The name of a function ends with ().';

comment on column social_private.release_objects.kind is
'The kind of the object: schema, table, view, sequence or function.';

comment on column social_private.release_objects.grantees is
'The roles that may use the schema, read the table or view, or execute the function. For the tables
and views in readable_tables, the column readers of that table counts instead.';

comment on column social_private.release_objects.columns is
'The columns of a table or view in this release.';

comment on column social_private.release_objects.readable_columns is
'The columns that the grantees may read.';

alter table social_private.release_objects enable row level security;

create trigger keep_keys
  after update of object on social_private.release_objects
  for each row when (old.object <> new.object)
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.release_objects
  for each statement execute function social_private.tg_refuse_truncate(
    'Every installation needs the rows of this table.');

create table social_private.release_policies (
  relation text not null,
  name text not null,
  is_permissive boolean not null,
  command text not null,
  roles text[] not null,
  using_condition text,
  check_condition text,

  constraint release_policies_pkey primary key (relation, name)
);

comment on table social_private.release_policies is
'The policies of the release, also on the tables of Storage and Realtime. verify_grants() compares
the database with these rows, and repair_grants() creates policies from them. Do not edit them.';

comment on column social_private.release_policies.relation is
'The table of the policy, with its schema.';

comment on column social_private.release_policies.name is 'The name of the policy.';

comment on column social_private.release_policies.is_permissive is
'False if the policy is restrictive.';

comment on column social_private.release_policies.command is
'The command to which the policy applies, for example SELECT.';

comment on column social_private.release_policies.roles is
'The roles to which the policy applies.';

comment on column social_private.release_policies.using_condition is
'The condition on rows that exist.';

comment on column social_private.release_policies.check_condition is
'The condition on rows that are written.';

alter table social_private.release_policies enable row level security;

create trigger keep_keys
  after update of relation, name on social_private.release_policies
  for each row when (old.relation <> new.relation or old.name <> new.name)
  execute function social_private.tg_refuse_key_change();

create trigger keep_rows
  before truncate on social_private.release_policies
  for each statement execute function social_private.tg_refuse_truncate(
    'Every installation needs the rows of this table.');

-- Comparison

create view social_private.release_rights with (security_invoker = true) as
select object, null as column_name, role,
  case kind when 'schema' then 'usage' else 'execute' end as privilege
from social_private.release_objects, unnest(grantees) as role
where kind in ('schema', 'function')
union all
select object, column_name, role, 'select'
from social_private.release_objects, unnest(readable_columns) as column_name,
  unnest(grantees) as role
where kind in ('table', 'view')
union all
select 'social.' || relation, column_name, role, 'select'
from social_private.readable_tables,
  unnest(coalesce(columns, release_columns)) as column_name, unnest(readers) as role;

comment on view social_private.release_rights is
'The rights that clients should have: one row for each right of a role on an object or a column.';

comment on column social_private.release_rights.object is 'The object, as in release_objects.';

comment on column social_private.release_rights.column_name is
'The column of a table or view. Null for a right on the whole object.';

comment on column social_private.release_rights.role is 'The role that should have the right.';

comment on column social_private.release_rights.privilege is
'The right: usage, execute or select.';

create view social_private.current_rights with (security_invoker = true) as
with lists (object, column_name, acl) as (
  select object, null, coalesce(nspacl, pg_catalog.acldefault('n', nspowner))
  from social_private.release_objects
  join pg_catalog.pg_namespace on nspname = object
  where kind = 'schema'
  union all
  select object, null as column_name, coalesce(relacl, pg_catalog.acldefault(
    case kind when 'sequence' then 's' else 'r' end::"char", relowner))
  from social_private.release_objects
  join pg_catalog.pg_class on pg_class.oid = to_regclass(object)
  where kind in ('table', 'view', 'sequence')
  union all
  select object, attname, attacl
  from social_private.release_objects
  join pg_catalog.pg_attribute on attrelid = to_regclass(object) and attacl is not null
  left join social_private.readable_tables on 'social.' || relation = object
  where kind in ('table', 'view')
    and attname = any (release_objects.columns || readable_tables.columns)
  union all
  select object, null as column_name, coalesce(proacl, pg_catalog.acldefault('f', proowner))
  from social_private.release_objects
  join pg_catalog.pg_proc on object = pronamespace::regnamespace || '.' || proname || '()'
  where kind = 'function'
)
select object, column_name, role, lower(privilege_type) as privilege
from lists, pg_catalog.aclexplode(acl) as entry, lateral (
  select case entry.grantee when 0 then 'public' else entry.grantee::regrole::text end
) as named (role)
where role in ('public', 'anon', 'authenticated', 'service_role', 'supabase_auth_admin');

comment on view social_private.current_rights is
'The rights that clients have on the objects of the release. Leaves out the rights on columns that
an app added.';

comment on column social_private.current_rights.object is 'The object, as in release_objects.';

comment on column social_private.current_rights.column_name is
'The column of a table or view. Null for a right on the whole object.';

comment on column social_private.current_rights.role is
'The role that has the right, or public for every role.';

comment on column social_private.current_rights.privilege is
'The right in lower case, such as select.';

create function social_private.current_policies()
  returns setof social_private.release_policies
  language sql
  stable
  security invoker
  set search_path = '' -- Postgres then prints each name in a condition with its schema
as $$
  select
    schemaname || '.' || tablename, policyname, permissive = 'PERMISSIVE', cmd, roles::text[],
    qual, with_check
  from pg_catalog.pg_policies
  where schemaname in ('social', 'social_private') or policyname like 'social\_%' and (
    schemaname = 'storage' and tablename in ('objects', 'buckets')
    or schemaname = 'realtime' and tablename = 'messages'
  )
$$;

comment on function social_private.current_policies() is
'Returns all policies on the tables of supabase-social, and the policies of supabase-social on the
tables of Storage and Realtime.';

create function social_private.policy_problems()
  returns table (object text, name text, problem text, is_repairable boolean)
  language sql
  stable
  security invoker
  set search_path = ''
as $$
  with policies as (
    select
      coalesce(release.relation, found.relation) as object,
      coalesce(release.name, found.name) as name,
      release.name is null as is_foreign,
      found.name is null as is_missing,
      -- Versions of Postgres print a condition with different spaces and parentheses.
      regexp_replace(release::text, '[\s()"\\]', '', 'g')
        <> regexp_replace(found::text, '[\s()"\\]', '', 'g') as is_changed,
      found.is_permissive and found.relation like 'social%'
        and found.roles && array['public', 'anon', 'authenticated'] as is_open
    from social_private.release_policies as release
    full join social_private.current_policies() as found using (relation, name)
  )
  select object, name, 'policy ' || name || case
    when is_foreign then format(
      ' is not of supabase-social and may open rows: drop policy %I on %s', name, object)
    when is_missing then ' is missing'
    else ' is changed'
  end, not is_foreign
  from policies
  where (is_foreign and is_open or is_missing or is_changed) and to_regclass(object) is not null
$$;

comment on function social_private.policy_problems() is
'Returns the policies that are missing or differ from the release, and the policies of an app that
may open rows.';

create function social_private.verify_grants()
  returns table (object text, problem text)
  language sql
  stable
  security invoker
  set search_path = ''
as $$
  with rights as (
    (
      select object, column_name, role, privilege, 'lacks' as verb
      from social_private.release_rights
      except all
      select object, column_name, role, privilege, 'lacks'
      from social_private.current_rights
    )
    union all
    (
      select object, column_name, role, privilege, 'has' from social_private.current_rights
      except all
      select object, column_name, role, privilege, 'has' from social_private.release_rights
    )
  ), problems (object, problem) as (
    select object, concat(
      role, ' ', verb, ' ', privilege,
      ' on ' || string_agg(quote_ident(column_name), ', ' order by column_name)
    )
    from rights group by object, role, verb, privilege
    union all
    select object, 'row-level security is off'
    from social_private.release_objects
    join pg_catalog.pg_class on pg_class.oid = to_regclass(object)
    where kind = 'table' and not relrowsecurity
    union all
    select object, kind || ' does not exist'
    from social_private.release_objects
    where kind <> 'schema' and case
      when kind = 'function' then not exists (
        select from pg_catalog.pg_proc
        where object = pronamespace::regnamespace || '.' || proname || '()')
      else to_regclass(object) is null
    end
    union all
    select object, problem from social_private.policy_problems()
  )
  select object, problem from problems order by object, problem
$$;

comment on function social_private.verify_grants() is
'Returns every right and policy that differs from the release and from readable_tables. An empty
result means that clients can do exactly what the documentation says.

Looks at the rights of clients, at row-level security and at the policies. Leaves out the rights on
your own tables, functions and columns, and restrictive policies, which open nothing.
repair_grants() puts everything back.';

-- Repair

create function social_private.repair_policies()
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  policy social_private.release_policies;
begin
  for policy in
    select release.*
    from social_private.policy_problems() as problem
    join social_private.release_policies as release
      on release.relation = problem.object and release.name = problem.name
    where problem.is_repairable
  loop
    -- Sign-ins of a living app wait behind this statement, because it locks tables of Auth.
    perform set_config('lock_timeout', '5s', true);
    execute format('drop policy if exists %I on %s', policy.name, policy.relation);
    execute format(
      'create policy %I on %s as %s for %s to %s', policy.name, policy.relation,
      case when policy.is_permissive then 'permissive' else 'restrictive' end,
      policy.command, array_to_string(policy.roles, ', ')
    ) || coalesce(' using (' || policy.using_condition || ')', '')
      || coalesce(' with check (' || policy.check_condition || ')', '');
  end loop;
end;
$$;

comment on function social_private.repair_policies() is
'Creates the policies of the release again that are missing or changed. Waits at most 5 seconds for
a lock.';

create function social_private.repair_rights(object social_private.release_objects)
  returns void
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  listed social_private.readable_tables;
  routine record;
begin
  if object.kind in ('table', 'view') then
    select * into listed from social_private.readable_tables
    where 'social.' || readable_tables.relation = object.object;
    perform social_private.grant_columns(
      object.object::regclass, object.columns || listed.columns,
      coalesce(listed.columns, listed.release_columns, object.readable_columns),
      coalesce(listed.readers, object.grantees));
    return;
  end if;
  for routine in
    select oid::regprocedure::text as name from pg_catalog.pg_proc
    where object.kind = 'function'
      and object.object = pronamespace::regnamespace || '.' || proname || '()'
    union all
    select object.object where object.kind <> 'function'
  loop
    execute format(
      'revoke all on %s %s from public, anon, authenticated, service_role, supabase_auth_admin',
      object.kind, routine.name);
    if cardinality(object.grantees) > 0 then
      execute format(
        'grant %s on %s %s to %s', case object.kind when 'schema' then 'usage' else 'execute' end,
        object.kind, routine.name, array_to_string(object.grantees, ', '));
    end if;
  end loop;
end;
$$;

comment on function social_private.repair_rights(social_private.release_objects) is
'Gives clients exactly the rights on one object that the release and readable_tables name.';

create function social_private.repair_grants()
  returns table (object text, problem text)
  language plpgsql
  volatile
  security invoker
  set search_path = ''
as $$
declare
  found social_private.release_objects;
  open_table regclass;
begin
  for found in
    select release.* from social_private.release_objects as release
    where exists (
      select from social_private.verify_grants() as wrong
      where wrong.object = release.object and wrong.problem ~ '^[a-z_]+ (has|lacks) '
    )
  loop
    perform social_private.repair_rights(found);
  end loop;
  for open_table in
    select pg_class.oid::regclass from social_private.release_objects as release
    join pg_catalog.pg_class on pg_class.oid = to_regclass(release.object)
    where release.kind = 'table' and not pg_class.relrowsecurity
  loop
    execute format('alter table %s enable row level security', open_table);
  end loop;
  perform social_private.repair_policies();
  return query select * from social_private.verify_grants();
end;
$$;

comment on function social_private.repair_grants() is
'Puts the rights of clients, row-level security and the policies back to what the release and
readable_tables say, and returns the problems that are left.

Changes only objects of supabase-social. Leaves your own tables, functions, columns and policies
alone. A policy of your own that may open rows stays in place, and the result says how to drop it.';

-- Callable

select social_private.close_new_functions();
