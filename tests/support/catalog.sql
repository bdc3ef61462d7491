-- Describes a database in sorted lines of text, so that a test can compare two databases or two
-- states of one database. Names replace all oids. $1 is a list of schemas, separated by commas. If
-- $1 is null, the lines describe the whole database without the system schemas and without the
-- table in which the Supabase CLI records migrations.
with schemas as (
  select oid, nspname as name, nspowner, nspacl
  from pg_namespace
  where nspname !~ '^pg_' and nspname not in ('information_schema', 'supabase_migrations')
    and ($1::text is null or nspname = any (string_to_array($1, ',')))
),

-- Objects of an extension are described by the line of the extension.
members as (
  select classid, objid from pg_depend where deptype = 'e'
),

relations as (
  select c.*, s.name || '.' || c.relname as name
  from pg_class c
  join schemas s on s.oid = c.relnamespace
  where not exists (
    select from members m where m.classid = 'pg_class'::regclass and m.objid = c.oid
  )
),

columns as (
  select r.name || '.' || a.attname as name, a.*,
    count(*) over (partition by a.attrelid order by a.attnum) as place
  from relations r
  join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  where r.relkind not in ('i', 'I', 'S')
),

functions as (
  select p.*, p.oid::regprocedure::text as name
  from pg_proc p
  join schemas s on s.oid = p.pronamespace
  where not exists (
    select from members m where m.classid = 'pg_proc'::regclass and m.objid = p.oid
  )
),

types as (
  select t.*, s.name || '.' || t.typname as name
  from pg_type t
  join schemas s on s.oid = t.typnamespace
  -- The types of arrays and of the rows of a table belong to another object.
  where t.typcategory <> 'A'
    and (t.typrelid = 0 or exists (
      select from pg_class c where c.oid = t.typrelid and c.relkind = 'c'
    ))
    and not exists (
      select from members m where m.classid = 'pg_type'::regclass and m.objid = t.oid
    )
),

rights as (
  select 'schema ' || name as object, coalesce(nspacl, acldefault('n', nspowner)) as acl
  from schemas
  union all
  select 'relation ' || name,
    coalesce(
      relacl,
      acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner)
    )
  from relations where relkind not in ('i', 'I', 'c')
  union all
  select 'column ' || name, attacl from columns where attacl is not null
  union all
  select 'function ' || name, coalesce(proacl, acldefault('f', proowner)) from functions
  union all
  select 'type ' || name, coalesce(typacl, acldefault('T', typowner)) from types
  union all
  select format(
      'default for %s of %s in %s',
      defaclobjtype, defaclrole::regrole,
      coalesce(nullif(defaclnamespace, 0)::regnamespace::text, 'all schemas')
    ), defaclacl
  from pg_default_acl
  where $1::text is null or defaclnamespace in (select oid from schemas)
),

lines as (
  select format('schema %s owner %s', name, nspowner::regrole) as line from schemas
  union all
  select format(
      'relation %s kind %s owner %s persistence %s rls %s %s replica identity %s options %s %s %s',
      name, relkind, relowner::regrole, relpersistence, relrowsecurity, relforcerowsecurity,
      relreplident, reloptions, pg_get_expr(relpartbound, oid),
      case when relkind in ('v', 'm') then md5(pg_get_viewdef(oid)) end
    )
  from relations where relkind not in ('i', 'I')
  union all
  select format(
      'column %s place %s type %s null %s identity %s generated %s default %s collation %s '
      'storage %s%s',
      c.name, place, format_type(atttypid, atttypmod), not attnotnull, attidentity, attgenerated,
      pg_get_expr(d.adbin, d.adrelid), nullif(attcollation, 0)::regcollation, attstorage,
      attcompression
    )
  from columns c
  left join pg_attrdef d on d.adrelid = c.attrelid and d.adnum = c.attnum
  union all
  select format('sequence %s %s', r.name, to_jsonb(s) - 'seqrelid' - 'seqtypid')
  from relations r join pg_sequence s on s.seqrelid = r.oid
  union all
  select format('inherits %s from %s', r.name, i.inhparent::regclass)
  from relations r join pg_inherits i on i.inhrelid = r.oid
  union all
  select format(
      'index %s valid %s replica %s cluster %s', pg_get_indexdef(i.indexrelid), i.indisvalid,
      i.indisreplident, i.indisclustered
    )
  from pg_index i join relations r on r.oid = i.indrelid
  union all
  select format(
      'constraint %s on %s: %s validated %s', k.conname,
      coalesce(nullif(k.conrelid, 0)::regclass::text, k.contypid::regtype::text),
      pg_get_constraintdef(k.oid), k.convalidated
    )
  from pg_constraint k
  where k.contype <> 't'
    and (k.conrelid in (select oid from relations) or k.contypid in (select oid from types))
  union all
  select format('trigger %s enabled %s', pg_get_triggerdef(t.oid), t.tgenabled)
  from pg_trigger t join relations r on r.oid = t.tgrelid
  where not t.tgisinternal
  union all
  select format('rule %s', pg_get_ruledef(u.oid))
  from pg_rewrite u join relations r on r.oid = u.ev_class
  where u.rulename <> '_RETURN'
  union all
  select format(
      'policy %s on %s permissive %s for %s to %s using %s check %s', p.polname, r.name,
      p.polpermissive, p.polcmd,
      array(select case role when 0 then 'public' else role::regrole::text end
        from unnest(p.polroles) role order by 1),
      pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
    )
  from pg_policy p join relations r on r.oid = p.polrelid
  union all
  select format('statistics %s', pg_get_statisticsobjdef(e.oid))
  from pg_statistic_ext e join schemas s on s.oid = e.stxnamespace
  union all
  select format(
      'function %s owner %s %s', name, proowner::regrole,
      case prokind when 'a' then 'aggregate' else md5(pg_get_functiondef(oid)) end
    )
  from functions
  union all
  select format(
      'type %s kind %s owner %s base %s null %s default %s labels %s', name, typtype,
      typowner::regrole, nullif(typbasetype, 0)::regtype, not typnotnull, typdefault,
      array(select enumlabel::text from pg_enum where enumtypid = types.oid order by enumsortorder)
    )
  from types
  union all
  select format('right on %s: %s', object, item) from rights, unnest(acl) as item
  union all
  select format('operator %s %s', o.oid::regoperator, o.oprcode)
  from pg_operator o join schemas s on s.oid = o.oprnamespace
  where not exists (
    select from members m where m.classid = 'pg_operator'::regclass and m.objid = o.oid
  )
  union all
  select format('comment on %s %s: %s', o.type, o.identity, d.description)
  from pg_description d,
    pg_identify_object(d.classoid, d.objoid, d.objsubid) o
  -- A policy, a trigger and a schema have no schema themselves.
  where (d.objoid >= 16384 or d.classoid = 'pg_namespace'::regclass)
    and (
      o.schema in (select name from schemas)
      or o.schema is null and (
        $1::text is null
        or exists (
          select from schemas s
          where o.identity = s.name or o.identity like '% on ' || s.name || '.%'
        )
      )
    )
    and not exists (
      select from members m where m.classid = d.classoid and m.objid = d.objoid
    )
  union all
  select format('label of %s: %s', pg_describe_object(classoid, objoid, objsubid), label)
  from pg_seclabel where $1::text is null
  union all
  select format('extension %s version %s in %s', extname, extversion, extnamespace::regnamespace)
  from pg_extension where $1::text is null
  union all
  select format(
      'role %s %s', r.rolname,
      to_jsonb(r) - 'oid' - 'rolname' - 'rolpassword' - 'rolconfig'
    )
  from pg_roles r where $1::text is null and r.rolname !~ '^pg_'
  union all
  select format('member %s of %s by %s %s', member::regrole, roleid::regrole, grantor::regrole,
      to_jsonb(m) - 'oid' - 'roleid' - 'member' - 'grantor')
  from pg_auth_members m where $1::text is null
  union all
  select format(
      'setting of %s in %s: %s', coalesce(nullif(setrole, 0)::regrole::text, 'all'),
      coalesce((select datname from pg_database d where d.oid = setdatabase), 'all'), item
    )
  from pg_db_role_setting, unnest(setconfig) as item where $1::text is null
  union all
  select format(
      'database owner %s acl %s', datdba::regrole,
      array(select unnest(coalesce(datacl, acldefault('d', datdba)))::text order by 1)
    )
  from pg_database where $1::text is null and datname = current_database()
  union all
  select format('publication %s %s', pubname, to_jsonb(p) - 'oid' - 'pubname' - 'pubowner')
  from pg_publication p where $1::text is null
  union all
  select format(
      'publication %s has %s.%s %s %s', pubname, schemaname, tablename, attnames, rowfilter
    )
  from pg_publication_tables where schemaname in (select name from schemas)
  union all
  select format(
      'event trigger %s on %s tags %s function %s enabled %s', evtname, evtevent, evttags,
      evtfoid::regprocedure, evtenabled
    )
  from pg_event_trigger where $1::text is null
  union all
  select format(
      'cast from %s to %s by %s', castsource::regtype, casttarget::regtype, castfunc::regprocedure
    )
  from pg_cast where $1::text is null and oid >= 16384
  union all
  select format('language %s', lanname) from pg_language where $1::text is null
  union all
  select format('foreign server %s', srvname) from pg_foreign_server where $1::text is null
)

-- The expression of a column or a view may span several lines.
select regexp_replace(line, '\s*\n\s*', ' ', 'g') as line from lines order by line collate "C"
