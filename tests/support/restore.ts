import postgres from 'postgres'

/**
 * One section of a dump. It has the SQL, type and schema of one object or of the rows of one table.
 */
interface Section {
  type: string
  schema: string
  text: string
}

/**
 * pg_dump --clean also drops the constraints that a partition has from its table. Postgres refuses
 * this, and psql goes on.
 */
const INHERITED = /^ALTER TABLE IF EXISTS ONLY realtime\.messages_\d\S+ DROP CONSTRAINT .*$/gm

function sectionsOf(dump: string): Section[] {
  const [head = '', ...rest] = dump.split(/^(?=--\n-- (?:Data for )?Name: )/m)
  const sections = rest.map((text) => {
    const [, type = '', schema = ''] = /; Type: ([^;]+); Schema: ([^;]+);/.exec(text) ?? []
    return { type, schema, text }
  })
  // Insert users before sessions, because the foreign keys already exist.
  const isPeople = ({ text }: Section) => text.startsWith('--\n-- Data for Name: users; ')
  const first = sections.findIndex(({ type }) => type === 'TABLE DATA')
  const people = sections.findIndex(isPeople)
  if (people > first && first >= 0) sections.splice(first, 0, ...sections.splice(people, 1))
  return [{ type: 'SET', schema: '-', text: head }, ...sections]
}

/**
 * Restores a dump. `isHosted` means that the target is a new hosted project, which already has the
 * schemas of Auth and Storage. In these two schemas, only our triggers, our policies and the rows
 * are restored.
 */
export async function restore(url: string, dump: string, isHosted: boolean): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice() {} })
  try {
    for (const section of sectionsOf(dump.replace(INHERITED, ''))) {
      if (isHosted && !isOurs(section)) continue
      await sql.unsafe(section.text).catch((error) => {
        throw new Error(`${error.message} in\n${section.text.trim().slice(0, 500)}`)
      })
    }
  } finally {
    await sql.end()
  }
}

function isOurs({ type, schema, text }: Section): boolean {
  if (/^(social|social_private|supabase_migrations)$/.test(schema) || type === 'SET') return true
  // The real Auth server has already recorded its own migrations in the target.
  if (type === 'TABLE DATA') return !text.startsWith('--\n-- Data for Name: schema_migrations; ')
  const isInside = /^(TRIGGER|POLICY)$/.test(type)
  return (
    (/\b(social_|supabase_migrations)/.test(text) && (isInside || schema === '-')) ||
    (schema === '-' && /\bsocial\b/.test(text))
  )
}

/**
 * Returns the row count and a hash of each table. Leaves out the table in which Auth records its
 * migrations, because a project keeps its own version of Auth.
 */
export async function rowsOf(url: string): Promise<{ [table: string]: string }> {
  const sql = postgres(url, { max: 1, onnotice() {} })
  try {
    const tables = await sql<{ name: string }[]>`
      select oid::regclass::text as name from pg_catalog.pg_class
      where relkind = 'r' and relnamespace in (
        'social'::regnamespace, 'social_private'::regnamespace,
        'auth'::regnamespace, 'storage'::regnamespace)
        and oid is distinct from to_regclass('auth.schema_migrations')`
    const rows: { [table: string]: string } = {}
    for (const { name } of tables) {
      const [row] = await sql.unsafe(
        `select count(*) || ' ' || md5(coalesce(string_agg(r::text, '|' order by r::text), ''))
          as digest from ${name} as r`,
      )
      rows[name] = row?.digest
    }
    return rows
  } finally {
    await sql.end()
  }
}
