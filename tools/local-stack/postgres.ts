import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Problem } from '../../src/cli/problem.ts'
import { postgresAccount } from './account.ts'
import { findPostgres } from './binaries.ts'
import { guard } from './guard.ts'

/** The name of the superuser. As on hosted Supabase, `postgres` is an ordinary role. */
export const SUPERUSER = 'supabase_admin'

/**
 * The locale of hosted projects: UTF-8, sorted by bytes. macOS has another name for this locale.
 */
const LOCALE =
  process.platform === 'darwin' ? ['--lc-collate=C', '--lc-ctype=UTF-8'] : ['--locale=C.UTF-8']

export interface ServerOptions {
  folder: string
  port: number
  /**
   * If false, Postgres skips fsync. Without fsync, Postgres is several times faster, but a crash
   * loses data.
   */
  durable: boolean
  /** Whether Postgres starts again if it ends before `stop` is called, as on a hosted project. */
  restarts?: boolean
  /** Whether Realtime can follow the writes, as on a hosted project. */
  logical?: boolean
  /** Further settings of Postgres, such as `log_statement`. */
  settings?: Record<string, string>
}

export interface Server {
  port: number
  /** The file to which Postgres writes its log. */
  log: string
  stop(): Promise<void>
}

/** Creates an empty cluster in a folder that does not exist yet. */
export function createCluster(folder: string, password: string): void {
  const account = postgresAccount()
  const { bin } = findPostgres(account)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const passwordFile = join(folder, '..', `.password-${process.pid}`)
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account) for (const path of [folder, passwordFile]) chownSync(path, account.uid, account.gid)
  const result = spawnSync(
    join(bin, 'initdb'),
    [
      ...['-D', folder, '-U', SUPERUSER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
      ...['--encoding=UTF8', ...LOCALE, '--no-sync', '--no-instructions'],
    ],
    { ...account, cwd: folder, encoding: 'utf8', env: environment() },
  )
  rmSync(passwordFile, { force: true })
  if (result.status === 0) return
  rmSync(folder, { recursive: true, force: true })
  const reason = (result.error?.message ?? result.stderr).trim()
  throw new Problem(`Postgres could not create a database in ${folder}: ${reason}`)
}

/** Starts Postgres on a data folder and waits until it accepts connections. */
export async function startServer(options: ServerOptions): Promise<Server> {
  let running = await startOnce(options)
  let starting: Promise<void> | undefined
  let isStopping = false
  const watch = () => running.child.once('exit', startAgain)
  const startAgain = async () => {
    running.release()
    if (isStopping) return
    console.error('Postgres ended. It starts again.')
    await wait(PAUSE)
    // A server that somebody else started meanwhile, for example with pg_ctl, keeps the folder.
    if (isStopping || status(options.folder) === 'ready') return
    starting = startOnce(options).then(
      (next) => {
        running = next
        watch()
      },
      (error) => console.error(error instanceof Error ? error.message : error),
    )
  }
  if (options.restarts) watch()
  return {
    port: options.port,
    log: logOf(options.folder),
    async stop() {
      isStopping = true
      await starting
      running.release()
      await stopChild(running.child)
    },
  }
}

/** How long Postgres rests, in milliseconds, before it starts again. */
const PAUSE = 300

async function startOnce(options: ServerOptions) {
  const account = postgresAccount()
  const { folder, port } = options
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    // Two test files at a time open a connection for each of their people.
    max_connections: 120,
    // Realtime gets a row when the log is flushed, and an asynchronous commit leaves the flush to
    // the writer of the log.
    ...(options.logical ? { wal_level: 'logical', wal_writer_delay: 1 } : {}),
    ...(options.durable
      ? {}
      : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
    ...options.settings,
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = logOf(folder)
  const output = openSync(log, 'w', 0o600)
  const child = spawn(join(findPostgres(account).bin, 'postgres'), ['-D', folder, ...flags], {
    ...account,
    cwd: folder,
    env: environment(),
    // Postgres gets its own session, so that Ctrl-C does not end Postgres. stop() ends Postgres
    // after all clients of Postgres have ended.
    detached: true,
    stdio: ['ignore', output, output],
  })
  closeSync(output)
  // Start the guard before waiting for Postgres, because a signal may interrupt the wait. The guard
  // also removes the folder of a throw-away cluster.
  const release = guard(child, 'INT', options.durable ? '' : dirname(folder))
  await ready(child, folder, log).catch((error) => {
    release()
    throw error
  })
  return { child, release }
}

function logOf(folder: string): string {
  return join(dirname(folder), 'postgres.log')
}

async function ready(child: ChildProcess, folder: string, log: string): Promise<void> {
  let failure: Error | undefined
  child.once('error', (error) => {
    failure = error
  })
  for (let tries = 0; tries < 3000; tries++) {
    if (failure || child.exitCode !== null || child.signalCode !== null) {
      const reason = failure?.message ?? lastLine(log)
      throw new Problem(`Postgres did not start: ${reason}`)
    }
    if (status(folder, child.pid) === 'ready') return
    await wait(10)
  }
  await stopChild(child)
  throw new Problem(`Postgres did not start within 30 seconds: see ${log}.`)
}

/**
 * Returns the status in the eighth line of postmaster.pid. `pg_ctl --wait` reads the same line.
 * With a process id, returns the status of this process only.
 */
function status(folder: string, pid?: number): string | undefined {
  try {
    const lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')
    const isMeant = pid === undefined || Number(lines[0]) === pid
    return isMeant ? lines[7]?.trim() : undefined
  } catch {
    return undefined
  }
}

function lastLine(log: string): string {
  const lines = readFileSync(log, 'utf8').trim().split('\n')
  const fatal = lines.findLast((line) => /FATAL|could not/.test(line)) ?? lines.at(-1)
  return (fatal ?? 'no output').replace(/^.*?(FATAL|LOG):\s+/, '')
}

/**
 * Ends Postgres by SIGINT. On SIGINT, Postgres ends all sessions, writes a checkpoint and exits.
 */
async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGINT')
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
  await exited
  clearTimeout(timer)
}

/** Returns the environment without PG* variables, which would change the settings of Postgres. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' }
}
