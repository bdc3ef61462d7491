import { createHash } from 'node:crypto'
import type postgres from 'postgres'
import type { Params, Variant } from './path.ts'

/** The results of EXPLAIN for one run. The time excludes parsing, planning and sending. */
export interface Server {
  time: number
  buffers: number
  rows: number
  /** The names of our tables that the run scanned completely. */
  scanned: string[]
}

interface Explained {
  'Execution Time': number
  Plan: { 'Actual Rows': number; 'Shared Hit Blocks': number; 'Shared Read Blocks': number }
}

const EXPLAIN = 'explain (analyze, buffers, timing off, format json)'

// The view contains only statistics that Postgres has not flushed yet. So the view covers only this
// run, including its functions and policies.
const SCANNED = `
  select relname as name from pg_stat_xact_user_tables
  where schemaname like 'social%' and seq_tup_read > 100`

/** Runs a variant once under EXPLAIN and rolls the run back. */
export async function serverSide(
  { variant, sql }: { variant: Variant; sql: postgres.Sql },
  params: Params,
): Promise<Server> {
  const { text, isPrepared = true } = variant
  const name = `explained_${createHash('md5').update(text).digest('hex')}`
  if (isPrepared) {
    const [known] = await sql.unsafe('select from pg_prepared_statements where name = $1', [name])
    if (!known) await sql.unsafe(`prepare ${name} as ${text}`)
  }
  const values = params.length > 0 ? `(${params.map(literal).join(', ')})` : ''
  await sql.unsafe('select pg_stat_force_next_flush()')
  await sql.unsafe('begin')
  try {
    const [row] = isPrepared
      ? await sql.unsafe<Row[]>(`${EXPLAIN} execute ${name}${values}`)
      : await sql.unsafe<Row[]>(`${EXPLAIN} ${text}`, params)
    const scanned = await sql.unsafe<{ name: string }[]>(SCANNED)
    const explained = row?.['QUERY PLAN'][0]
    if (!explained) throw new Error('EXPLAIN returned no plan.')
    return {
      time: explained['Execution Time'],
      rows: explained.Plan['Actual Rows'],
      buffers: explained.Plan['Shared Hit Blocks'] + explained.Plan['Shared Read Blocks'],
      scanned: scanned.map((table) => table.name),
    }
  } finally {
    await sql.unsafe('rollback')
  }
}

interface Row {
  'QUERY PLAN': [Explained]
}

function literal(value: string | number | null): string {
  return value === null ? 'null' : `'${String(value).replaceAll("'", "''")}'`
}
