import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bootstrap, databaseUrl } from '../../tools/local-stack/bootstrap.ts'
import { freePort, newPassword } from '../../tools/local-stack/database.ts'
import { createCluster, startServer } from '../../tools/local-stack/postgres.ts'
import { isAlive, parentOf } from '../../tools/local-stack/processes.ts'

/** A Postgres server that a test can kill. Its commits are durable. */
export interface Cluster {
  url: string
  /** Kills all processes of the server and starts the server again. */
  crash(): Promise<void>
  stop(): Promise<void>
}

export async function openCluster(): Promise<Cluster> {
  const home = mkdtempSync(join(tmpdir(), 'supabase-social-crash-'))
  chmodSync(home, 0o711)
  const password = newPassword()
  const folder = join(home, 'database')
  createCluster(folder, password)
  const port = await freePort()
  const start = () => startServer({ folder, port, durable: true })
  let server = await start()
  await bootstrap(port, password)
  return {
    url: databaseUrl(port, password),
    async crash() {
      const [line] = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')
      const postmaster = Number(line)
      const family = [postmaster, ...childrenOf(postmaster)]
      for (const pid of family) killHard(pid)
      while (family.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 10))
      await server.stop()
      server = await start()
    },
    async stop() {
      await server.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((other) => other > 0 && parentOf(other) === pid)
}

/** Kills a process. Does nothing if the process has already ended. */
function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {}
}
