import type postgres from 'postgres'

/** A function of schema `social` that a client can call, with its database comment. */
export interface ApiFunction {
  name: string
  args: string
  result: string
  /** `GET` if the function only reads data. Clients may call such a function by GET or by POST. */
  method: 'GET' | 'POST'
  roles: string[]
  comment: string
}

export interface Column {
  name: string
  type: string
  comment: string | null
}

export interface Relation {
  name: string
  kind: 'table' | 'view' | 'type'
  comment: string
  columns: Column[]
}

export interface Enum {
  name: string
  comment: string
  labels: string[]
}

export interface ErrorRow {
  code: string
  status: number
  detail: string
  hint: string | null
}

/** A column of social_private.config. */
export interface Setting extends Column {
  /** The default as SQL. */
  value: string
}

/** A row of social_private.rate_limits. Null means that there is no limit. */
export interface RateLimit {
  action: string
  minutely: number | null
  hourly: number | null
  daily: number | null
  comment: string
}

export interface Catalog {
  functions: ApiFunction[]
  relations: Relation[]
  enums: Enum[]
  errors: ErrorRow[]
  settings: Setting[]
  rateLimits: RateLimit[]
}

/**
 * Reads the functions, tables and types of schema `social` from a database that has the migrations.
 */
export async function readCatalog(sql: postgres.Sql): Promise<Catalog> {
  const functions = await sql<ApiFunction[]>`
    select
      proname as name,
      pg_get_function_arguments(pg_proc.oid) as args,
      pg_get_function_result(pg_proc.oid) as result,
      case provolatile when 'v' then 'POST' else 'GET' end as method,
      array(
        select rolname from unnest(array['anon', 'authenticated', 'service_role']) as rolname
        where has_function_privilege(rolname, pg_proc.oid, 'execute')
      ) as roles,
      coalesce(obj_description(pg_proc.oid, 'pg_proc'), '') as comment
    from pg_proc
    where pronamespace = 'social'::regnamespace
    order by proname collate "C", pg_get_function_arguments(pg_proc.oid) collate "C"`
  const relations = await sql<Relation[]>`
    select
      relname as name,
      case relkind when 'v' then 'view' when 'c' then 'type' else 'table' end as kind,
      coalesce(
        obj_description(case relkind when 'c' then reltype else pg_class.oid end,
          case relkind when 'c' then 'pg_type' else 'pg_class' end), '') as comment,
      array(
        select jsonb_build_object(
          'name', attname,
          'type', format_type(atttypid, atttypmod),
          'comment', col_description(attrelid, attnum))
        from pg_attribute
        where attrelid = pg_class.oid and attnum > 0 and not attisdropped
          and (relkind = 'c' or has_column_privilege('authenticated', attrelid, attnum, 'select'))
        order by attnum
      ) as columns
    from pg_class
    where relnamespace = 'social'::regnamespace and relkind in ('r', 'p', 'v', 'c')
    order by relname collate "C"`
  const enums = await sql<Enum[]>`
    select
      typname as name,
      coalesce(obj_description(pg_type.oid, 'pg_type'), '') as comment,
      array(
        select enumlabel::text from pg_enum where enumtypid = pg_type.oid order by enumsortorder
      ) as labels
    from pg_type
    where typnamespace = 'social'::regnamespace and typtype = 'e'
    order by typname collate "C"`
  const errors = await sql<ErrorRow[]>`
    select code, status, detail, nullif(hint, '') as hint
    from social_private.errors order by code collate "C"`
  const settings = await sql<Setting[]>`
    select
      attname as name,
      format_type(atttypid, atttypmod) as type,
      coalesce(pg_get_expr(adbin, adrelid), '') as value,
      col_description(attrelid, attnum) as comment
    from pg_attribute
    left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where attrelid = 'social_private.config'::regclass and attnum > 0
      and attname <> 'is_only_row' and not attisdropped
    order by attnum`
  const rateLimits = await sql<RateLimit[]>`
    select action, minutely, hourly, daily, comment from social_private.rate_limits
    order by action collate "C"`
  return { functions, relations, enums, errors, settings, rateLimits }
}
