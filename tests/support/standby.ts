import {
  appendFileSync,
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, databaseUrl } from '../../tools/local-stack/bootstrap.ts'
import { type Database, freePort } from '../../tools/local-stack/database.ts'
import { SUPERUSER, startServer } from '../../tools/local-stack/postgres.ts'

export interface Standby {
  /** The URL that connects to the standby as role postgres. */
  url: string
  stop(): Promise<void>
}

/** Files that the copy leaves out: the write-ahead log, and files of the running server. */
const LEFT_OUT =
  /^(pg_wal\/.+|pg_replslot\/.+|pg_stat_tmp\/.+|postmaster\.(pid|opts)|.*pgsql_tmp.*)$/

/**
 * Starts a standby of a running database. Copies the files of the database. The replication stream
 * then brings the writes that were made during the copy. The tool pg_basebackup does the same, but
 * the npm package of Postgres does not contain pg_basebackup.
 */
export async function startStandby(primary: Database): Promise<Standby> {
  const home = mkdtempSync(join(tmpdir(), 'supabase-social-standby-'))
  chmodSync(home, 0o711)
  const folder = join(home, 'database')
  const sql = connect(databaseUrl(primary.port, primary.password, SUPERUSER))
  try {
    const [source] = await sql<{ folder: string }[]>`
      select current_setting('data_directory') as folder`
    // The slot makes the primary keep its write-ahead log until the standby has received this log.
    await sql`select pg_create_physical_replication_slot('standby', true)`
    await sql`select pg_backup_start('standby', true)`
    copyTree(source?.folder ?? '', folder)
    const [backup] = await sql<{ label: string }[]>`
      select labelfile as label from pg_backup_stop(false)`
    const conninfo = `host=127.0.0.1 port=${primary.port} user=${SUPERUSER} password=${primary.password}`
    const settings = `primary_conninfo = '${conninfo}'\nprimary_slot_name = 'standby'\n`
    writeFileSync(join(folder, 'backup_label'), backup?.label ?? '')
    writeFileSync(join(folder, 'standby.signal'), '')
    appendFileSync(join(folder, 'postgresql.auto.conf'), settings)
    giveAway(folder, statSync(source?.folder ?? ''))
  } finally {
    await sql.end()
  }
  const port = await freePort()
  const server = await startServer({ folder, port, durable: false })
  return {
    url: databaseUrl(port, primary.password),
    async stop() {
      await server.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/**
 * Copies a folder whose files change during the copy. The write-ahead log repairs the copied files.
 */
function copyTree(from: string, to: string, path = ''): void {
  mkdirSync(join(to, path), { mode: 0o700 })
  for (const entry of readdirSync(join(from, path), { withFileTypes: true })) {
    const name = join(path, entry.name)
    if (LEFT_OUT.test(name)) continue
    if (entry.isDirectory()) copyTree(from, to, name)
    else copyFile(join(from, name), join(to, name))
  }
}

function copyFile(from: string, to: string): void {
  try {
    copyFileSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/** Changes the owner of the files to the account that runs Postgres. */
function giveAway(path: string, owner: { uid: number; gid: number }): void {
  chownSync(path, owner.uid, owner.gid)
  if (!statSync(path).isDirectory()) return
  for (const name of readdirSync(path)) giveAway(join(path, name), owner)
}
