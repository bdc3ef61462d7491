import type postgres from 'postgres'

export interface Relation {
  schema: 'social' | 'social_private'
  name: string
  /** The `relkind` in pg_class, for example `r` for a table and `S` for a sequence. */
  kind: string
  /**
   * The column that the attempts try to update. Null if the relation cannot be updated, for example
   * a view that computes sums.
   */
  column: string | null
}

export interface Routine {
  schema: 'social' | 'social_private'
  name: string
  /**
   * The SQL arguments of a call that passes only nulls. Each null is cast to the type of its
   * argument.
   */
  nulls: string
}

/** An object, and the rights of database roles on the object, for example `anon insert`. */
export interface Right {
  object: string
  held: string[]
}

/** What a role may read of a table or view that `readable_tables` lists, or of any other. */
export interface ColumnRights {
  object: string
  role: string
  /** Whether the role may read the whole table, and so also each column that an app adds. */
  isWhole: boolean
  /** Columns that the role may read, and that `readable_tables` does not list. */
  unlisted: string[]
  /** Columns that `readable_tables` lists, and that the role may not read. */
  missing: string[]
}

export interface Catalog {
  relations: Relation[]
  routines: Routine[]
  rights: Right[]
  columns: ColumnRights[]
}

const OURS = "in ('social'::regnamespace, 'social_private'::regnamespace)"
const GRANTEES = "unnest(array['anon', 'authenticated', 'service_role', 'supabase_auth_admin'])"

export async function readCatalog(sql: postgres.TransactionSql): Promise<Catalog> {
  const relations = await sql.unsafe<Relation[]>(`
    select relnamespace::regnamespace::text as schema, relname as name, relkind as kind, (
      select quote_ident(attname) from pg_attribute
      where attrelid = pg_class.oid and attnum > 0 and not attisdropped
        and attgenerated = '' and attidentity = '' and pg_relation_is_updatable(pg_class.oid, false) > 0
      order by attnum limit 1
    ) as column
    from pg_class
    where relnamespace ${OURS} and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    order by relnamespace, relname`)
  const routines = await sql.unsafe<Routine[]>(`
    select pronamespace::regnamespace::text as schema, proname as name, (
      select coalesce(string_agg('null::' || format_type(type, null), ', ' order by place), '')
      from unnest(proargtypes) with ordinality as arguments (type, place)
    ) as nulls
    from pg_proc where pronamespace ${OURS} order by pronamespace, proname`)
  const rights = await sql.unsafe<Right[]>(`
    with ours as (
      select relnamespace::regnamespace || '.' || relname as object, grantee || ' ' || kind as held
      from pg_class, ${GRANTEES} as grantee,
        unnest(array['select', 'insert', 'update', 'references']) as kind
      where relnamespace ${OURS} and relkind in ('r', 'p', 'v', 'm', 'f')
        and has_any_column_privilege(grantee, pg_class.oid, kind)
      union all
      select relnamespace::regnamespace || '.' || relname, grantee || ' ' || kind
      from pg_class, ${GRANTEES} as grantee, unnest(array['delete', 'truncate', 'trigger']) as kind
      where relnamespace ${OURS} and relkind in ('r', 'p', 'v', 'm', 'f')
        and has_table_privilege(grantee, pg_class.oid, kind)
      union all
      select relnamespace::regnamespace || '.' || relname, grantee || ' ' || kind
      from pg_class, ${GRANTEES} as grantee, unnest(array['usage', 'select', 'update']) as kind
      where relnamespace ${OURS} and relkind = 'S'
        and has_sequence_privilege(grantee, pg_class.oid, kind)
      union all
      select pronamespace::regnamespace || '.' || proname || '()', grantee || ' execute'
      from pg_proc, ${GRANTEES} as grantee
      where pronamespace ${OURS} and has_function_privilege(grantee, pg_proc.oid, 'execute')
      union all
      select 'schema ' || nspname, grantee || ' ' || kind
      from pg_namespace, ${GRANTEES} as grantee, unnest(array['usage', 'create']) as kind
      where pg_namespace.oid ${OURS} and has_schema_privilege(grantee, pg_namespace.oid, kind)
    )
    select object, array_agg(distinct held order by held) as held from ours group by object`)
  const columns = await sql.unsafe<ColumnRights[]>(`
    select object, role, "isWhole",
      coalesce(array_agg(name) filter (where can_read and not is_listed), '{}') as unlisted,
      coalesce(array_agg(name) filter (where not can_read and is_listed), '{}') as missing
    from (
      select relnamespace::regnamespace || '.' || relname as object, role, attname::text as name,
        has_table_privilege(role, pg_class.oid, 'select') as "isWhole",
        has_column_privilege(role, pg_class.oid, attnum, 'select') as can_read,
        attname = any (coalesce(listed.columns, listed.release_columns, '{}')) as is_listed
      from pg_class
      join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
      left join social_private.readable_tables as listed
        on listed.relation = relname and relnamespace = 'social'::regnamespace
      cross join unnest(array['anon', 'authenticated', 'service_role']) as role
      where relnamespace ${OURS} and relkind in ('r', 'p', 'v', 'm', 'f')
        and has_any_column_privilege(role, pg_class.oid, 'select')
      order by object, role, attnum
    ) as columns
    group by object, role, "isWhole" order by object, role`)
  return { relations, routines, rights, columns }
}
