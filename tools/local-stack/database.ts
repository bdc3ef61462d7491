import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bootstrap, databaseUrl } from './bootstrap.ts'
import { createCluster, startServer } from './postgres.ts'

export interface Database {
  port: number
  password: string
  url: string
  /** The file to which Postgres writes its log. */
  log: string
  stop(): Promise<void>
}

/**
 * Starts a new database in the temp folder. The database has the state of a hosted project before
 * its first migration. `settings` are further settings of Postgres.
 */
export async function startThrowAwayDatabase(
  settings: Record<string, string> = {},
): Promise<Database> {
  const home = mkdtempSync(join(tmpdir(), 'supabase-social-'))
  // When root starts this process, Postgres runs as another account. That account must be able to
  // enter the folder.
  chmodSync(home, 0o711)
  const discard = () => rmSync(home, { recursive: true, force: true })
  try {
    const password = newPassword()
    const folder = join(home, 'database')
    createCluster(folder, password)
    const port = await freePort()
    const server = await startServer({ folder, port, durable: false, settings })
    await bootstrap(port, password)
    const stop = async () => {
      await server.stop()
      discard()
    }
    return { port, password, url: databaseUrl(port, password), log: server.log, stop }
  } catch (error) {
    discard()
    throw error
  }
}

/**
 * Returns a random password. It has only letters and digits, because URLs and SQL contain the
 * password.
 */
export function newPassword(): string {
  return randomBytes(18).toString('hex')
}

/** Returns the number of a free port. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
