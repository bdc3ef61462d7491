import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Problem } from '../../src/cli/problem.ts'
import { commandOf } from './processes.ts'

/** Ends a Postgres process that a killed stack left running in this data folder. */
export async function endOrphan(database: string): Promise<void> {
  const pid = readPid(database)
  if (pid && commandOf(pid).includes(database)) await endPostgres(pid, database)
  // Postgres refuses to start while any process has the id in this file, even if that process is
  // not Postgres. So delete the file.
  rmSync(join(database, 'postmaster.pid'), { force: true })
}

async function endPostgres(pid: number, database: string): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    process.kill(pid, signal)
    for (let tries = 0; tries < 100; tries++) {
      // A zombie process still has an id, but no command line.
      if (!commandOf(pid)) return
      await wait(50)
    }
  }
  throw new Problem(`Postgres is still running in ${database}: end process ${pid} first.`)
}

function readPid(database: string): number | undefined {
  try {
    return Number(readFileSync(join(database, 'postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return undefined
  }
}
