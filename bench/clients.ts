import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { Cluster } from './cluster.ts'

/**
 * The work of concurrent clients. Each client runs the statements in turn. In a statement, $1 is
 * the number of the operation.
 */
export interface Load {
  role: 'supabase_admin' | 'authenticated'
  statements: [string] | [string, string]
  clients: number
  /** The number of statements that each client runs. */
  each: number
}

export interface Outcome {
  perSecond: number
  done: number
  failed: number
}

const DEBIAN = '/usr/lib/postgresql'

/** Finds Debian's pgbench. Without pgbench, the clients are connections of this process. */
export function findPgbench(): string | undefined {
  if (!existsSync(DEBIAN)) return undefined
  return readdirSync(DEBIAN)
    .map((version) => join(DEBIAN, version, 'bin', 'pgbench'))
    .findLast((file) => existsSync(file))
}

export function runLoad(cluster: Cluster, load: Load): Promise<Outcome> {
  const pgbench = findPgbench()
  return pgbench ? runPgbench(pgbench, cluster, load) : runNode(cluster, load)
}

/**
 * Writes a pgbench script that numbers the operations of a client. If an operation has two
 * statements, both statements get the same number.
 */
function script({ statements, clients }: Load): string {
  const [first, second] = statements.map((text) => `${text.replaceAll('$1', ':n')};`)
  if (!second) return `\\set n :client_id + ${clients} * :i\n\\set i :i + 1\n${first}\n`
  return [
    `\\set n :client_id + ${clients} * (:i / 2)`,
    ...['\\set odd :i % 2', '\\set i :i + 1', '\\if :odd = 0', first, '\\else', second],
    '\\endif\n',
  ].join('\n')
}

async function runPgbench(pgbench: string, cluster: Cluster, load: Load): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'supabase-social-bench-'))
  const file = join(folder, 'load.sql')
  writeFileSync(file, script(load))
  const isOwner = load.role === 'supabase_admin'
  const args = [
    ...['-n', '-M', 'prepared', '-c', String(load.clients), '-j', '2', '-t', String(load.each)],
    ...['-D', 'i=0', '-f', file, '-h', '127.0.0.1', '-p', String(cluster.port)],
    ...['-U', isOwner ? load.role : 'authenticator', 'postgres'],
  ]
  const child = spawn(pgbench, args, {
    env: {
      PGPASSWORD: cluster.password,
      PGOPTIONS: isOwner ? '' : `-c role=${load.role}`,
    },
  })
  let output = ''
  let problems = ''
  child.stdout.on('data', (data) => {
    output += data
  })
  child.stderr.on('data', (data) => {
    problems += data
  })
  await new Promise((resolve) => child.once('close', resolve))
  rmSync(folder, { recursive: true })
  const value = (pattern: RegExp) => Number(pattern.exec(output)?.[1] ?? Number.NaN)
  const outcome = {
    perSecond: value(/tps = ([\d.]+)/),
    done: value(/actually processed: (\d+)/),
    failed: value(/failed transactions: (\d+)/) || 0,
  }
  if (outcome.done + outcome.failed === load.clients * load.each) return outcome
  throw new Error(`pgbench did not finish: ${problems.trim().split('\n').slice(0, 3).join(' ')}`)
}

async function runNode(cluster: Cluster, load: Load): Promise<Outcome> {
  const isOwner = load.role === 'supabase_admin'
  const sessions = Array.from({ length: load.clients }, () =>
    postgres(cluster.url(isOwner ? load.role : 'authenticator'), { max: 1, onnotice() {} }),
  )
  if (!isOwner) await Promise.all(sessions.map((sql) => sql.unsafe(`set role ${load.role}`)))
  await Promise.all(sessions.map((sql) => sql.unsafe('select 1')))
  let failed = 0
  const started = performance.now()
  await Promise.all(
    sessions.map(async (sql, client) => {
      for (let i = 0; i < load.each; i++) {
        const turn = Math.floor(i / load.statements.length)
        const text = load.statements[i % load.statements.length] ?? ''
        const params = [client + load.clients * turn]
        await sql.unsafe(text, params, { prepare: true }).catch((error) => {
          if (error.code !== '40P01') throw error
          failed++
        })
      }
    }),
  )
  const seconds = (performance.now() - started) / 1000
  await Promise.all(sessions.map((sql) => sql.end()))
  const done = load.clients * load.each - failed
  return { perSecond: done / seconds, done, failed }
}
