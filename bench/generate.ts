import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'
import { connect } from '../tools/local-stack/bootstrap.ts'
import { dropIndexes } from './indexes.ts'
import { keepNames, type Rename } from './names.ts'
import { type Counts, format } from './report.ts'

export const PEOPLE_AT_1X = 6250

/**
 * Fills an empty database table by table and checks that the counters are right. The same `scale`
 * and the same `at` always generate the same rows, because all ids and times are computed from
 * `scale` and `at`.
 */
export async function generate(
  url: string,
  scale: number,
  rename: Rename = keepNames,
  at = new Date(),
): Promise<void> {
  const started = performance.now()
  const people = PEOPLE_AT_1X * scale
  console.log(`Generating the data of ${format(people)} people.`)
  const now = `timestamptz '${at.toISOString()}'`
  const sql = connect(url)
  try {
    await sql.unsafe(`
      create schema bench;
      set bench.people = ${people};
      set work_mem = '512MB';
      set max_parallel_maintenance_workers = 2;
      select setseed(0.5)`)
    const rebuild = await dropIndexes(sql)
    // Triggers and foreign keys are off. The SQL files write what the triggers would write, for
    // many rows at once.
    await sql.unsafe('set session_replication_role = replica')
    const folder = join(import.meta.dirname, 'generate')
    for (const file of readdirSync(folder).sort()) {
      const text = rename(readFileSync(join(folder, file), 'utf8')).replaceAll('now()', now)
      await step(file.replace(/^\d+_|\.sql$/g, ''), () => sql.unsafe(text))
    }
    await sql.unsafe('set session_replication_role = origin')
    await step('indexes', rebuild)
    await step('vacuum analyze', () => sql.unsafe('vacuum analyze'))
    await step('verify_counters', () => refuseWrongCounters(sql))
  } finally {
    await sql.end()
  }
  console.log(`Done in ${((performance.now() - started) / 1000).toFixed(0)} s.\n`)
}

async function step(name: string, run: () => Promise<unknown>): Promise<void> {
  const started = performance.now()
  process.stdout.write(`  ${name.padEnd(16)}`)
  await run()
  console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(7)} s`)
}

export async function refuseWrongCounters(sql: postgres.Sql): Promise<void> {
  const [row] = await sql.unsafe<{ wrong: number }[]>(
    'select count(*)::int as wrong from social_private.verify_counters()',
  )
  if (row?.wrong !== 0) throw new Error(`verify_counters() finds ${row?.wrong} wrong counters.`)
}

const COUNTED = {
  people: 'social.profiles',
  follows: 'social.follows',
  posts: 'social.posts',
  media: 'social.post_media',
  likes: 'social.likes',
  comments: 'social.comments',
  'comment likes': 'social.comment_likes',
  saves: 'social.saves',
}

/** Counts the rows of each kind and measures the size of the database. */
export async function countRows(sql: postgres.Sql): Promise<Counts> {
  const counts: Counts = {}
  for (const [name, table] of Object.entries(COUNTED)) {
    const [row] = await sql.unsafe<{ count: string }[]>(`select count(*) from ${table}`)
    counts[name] = Number(row?.count)
  }
  const [row] = await sql.unsafe<{ bytes: string }[]>(
    'select pg_database_size(current_database()) as bytes',
  )
  counts['MB in all'] = Math.round(Number(row?.bytes) / 1e6)
  return counts
}
