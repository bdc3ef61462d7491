import type postgres from 'postgres'

/** The tables of Auth whose rows are dumped. The rows of supabase-social need their users. */
const AUTH = ['users', 'identities', 'sessions', 'refresh_tokens']

interface Table {
  name: string
  columns: string
  isOurs: boolean
}

/**
 * Returns SQL that fills a new installation with the rows of a database. The SQL inserts rows as
 * they are, without triggers. So it must run as a superuser. Rows that a migration has inserted are
 * replaced.
 */
export async function dumpRows(sql: postgres.Sql): Promise<string> {
  const tables = await tablesOf(sql)
  const parts = [
    'begin;\nset local session_replication_role = replica; -- no triggers, no foreign keys',
    tables
      .filter(({ isOurs }) => isOurs)
      .map(({ name }) => `delete from ${name};`)
      .join('\n'),
  ]
  for (const table of tables) parts.push(await rowsOf(sql, table))
  parts.push(...(await sequencesOf(sql)), 'commit;')
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

async function tablesOf(sql: postgres.Sql): Promise<Table[]> {
  return sql<Table[]>`
    select
      c.oid::regclass::text as name,
      (
        select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
        where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = ''
      ) as columns,
      nspname like 'social%' as "isOurs"
    from pg_class c join pg_namespace n on n.oid = relnamespace
    where relkind = 'r' and (
      nspname in ('social', 'social_private')
      or nspname = 'auth' and relname in ${sql(AUTH)}
      or c.oid = 'storage.objects'::regclass
    )
    order by name`
}

async function rowsOf(sql: postgres.Sql, { name, columns }: Table): Promise<string> {
  const filter = name === 'storage.objects' ? `where bucket_id like 'social-%'` : ''
  const rows = await sql.unsafe<{ row: string }[]>(
    `select to_jsonb(r)::text as row from (select ${columns} from ${name} ${filter}) as r order by 1`,
  )
  if (rows.length === 0) return ''
  const list = rows.map(({ row }) => row).join(',\n')
  return `insert into ${name} (${columns})
select ${columns} from jsonb_populate_recordset(null::${name}, $rows$[\n${list}\n]$rows$);`
}

async function sequencesOf(sql: postgres.Sql): Promise<string[]> {
  const rows = await sql<{ statement: string }[]>`
    select format('select setval(%L, %s);', format('%I.%I', schemaname, sequencename), last_value)
      as statement
    from pg_sequences
    where schemaname in ('social', 'social_private') and last_value is not null
    order by 1`
  return rows.map(({ statement }) => statement)
}
