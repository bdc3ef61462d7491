import { setTimeout as wait } from 'node:timers/promises'
import type postgres from 'postgres'
import { Problem } from '../problem.ts'

const TOTAL = 5 * 60_000
const RETRIED = ['55P03', '57014', '40P01'] // lock_timeout, statement_timeout, deadlock

/**
 * Runs one statement that locks tables of the host's app. Whoever needs these tables waits while
 * the statement waits and runs, so the statement gives up after a moment, lets the others pass, and
 * tries again.
 *
 * The statements travel in one message: locks are not held while the next message is on its way.
 */
export function briefly(sql: postgres.Sql, statement: string): Promise<void> {
  // lock_timeout limits the wait for each single lock, statement_timeout all waits together.
  return retried(sql, `set local statement_timeout = '150ms'; ${statement}`)
}

/** Like `briefly`, for a long statement that waits for locks but locks no table of the host. */
export async function retried(sql: postgres.Sql, statement: string): Promise<void> {
  const end = Date.now() + TOTAL
  for (let pause = 100; ; pause = Math.min(pause * 1.5, 3000)) {
    try {
      await sql.unsafe(`begin; set local lock_timeout = '100ms'; ${statement}; commit`)
      return
    } catch (error) {
      await sql.unsafe('rollback')
      if (!RETRIED.includes((error as { code?: string }).code ?? '')) throw error
    }
    if (Date.now() > end) {
      throw new Problem(
        'The database is too busy: five minutes long, another transaction held a lock on a table that uninstall needs. End long transactions, and repeat the command. It continues where it stopped.',
      )
    }
    await wait(pause * (0.5 + Math.random()))
  }
}
