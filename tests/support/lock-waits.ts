import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import postgres from 'postgres'
import { SUPERUSER } from '../../tools/local-stack/postgres.ts'

/** A transaction that waited for locks of other transactions. */
export interface Wait {
  role: string
  /** The time that the transaction waited in total, in milliseconds. */
  milliseconds: number
  /** What Postgres logged about the waits. */
  lines: string[]
}

export interface LockWaits {
  /** Forgets the waits until now. */
  reset(): void
  /**
   * Returns the transactions that waited, the longest wait first. A session that sets its
   * `application_name` to the name of a migration is no session of the app.
   */
  read(): Wait[]
}

const MIGRATION = 'migration'

/**
 * Measures how long transactions wait for locks. Postgres itself measures each wait and logs it. So
 * a busy processor, which also makes a statement slow, does not change the result much.
 */
export async function watchLockWaits(databaseUrl: string): Promise<LockWaits> {
  const sql = postgres(databaseUrl.replace('//postgres:', `//${SUPERUSER}:`), { max: 1 })
  const [row] = await sql`show data_directory`
  for (const setting of [
    'log_lock_waits = on',
    // Postgres logs a wait that is longer than this time.
    'deadlock_timeout = 10',
    `log_line_prefix = '<%p %v %u %a> '`,
  ]) {
    await sql.unsafe(`alter system set ${setting}`)
  }
  await sql`select pg_reload_conf()`
  await sql.end()
  const log = join(dirname(String(row?.data_directory)), 'postgres.log')
  let start = statSync(log).size
  return {
    reset() {
      start = statSync(log).size
    },
    read: () => waitsIn(readFileSync(log).subarray(start).toString('utf8')),
  }
}

/** The sessions of a migration set this name, so that their waits are not waits of the app. */
export const asMigration = { connection: { application_name: MIGRATION } }

function waitsIn(log: string): Wait[] {
  const waits = new Map<string, Wait>()
  for (const line of log.split('\n')) {
    const [, transaction = '', role = '', application, after] =
      /^<(\d+ \S*) (\S*) (.*?)> LOG: {2}process \d+ acquired .* after ([\d.]+) ms/.exec(line) ??
      /^<(\d+ \S*) (\S*) (.*?)> LOG: {2}process \d+ still waiting .* after ([\d.]+) ms/.exec(
        line,
      ) ??
      []
    if (after === undefined || application === MIGRATION) continue
    const wait = waits.get(transaction) ?? { role, milliseconds: 0, lines: [] }
    wait.lines.push(line)
    // The line "still waiting" repeats a wait that the line "acquired" will contain.
    if (line.includes(' acquired ')) wait.milliseconds += Number(after)
    waits.set(transaction, wait)
  }
  return [...waits.values()].sort((a, b) => b.milliseconds - a.milliseconds)
}
