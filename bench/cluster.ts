import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Problem } from '../src/cli/problem.ts'
import { bootstrap, connect, databaseUrl } from '../tools/local-stack/bootstrap.ts'
import { freePort, newPassword } from '../tools/local-stack/database.ts'
import { lockFolder } from '../tools/local-stack/lock.ts'
import { migrate } from '../tools/local-stack/migrate.ts'
import { createCluster, type Server, startServer } from '../tools/local-stack/postgres.ts'
import { fingerprints, readManifest, renewFunctions, writeManifest } from './kept.ts'
import { CARELESS, GENERATE, MEASURE, type Settings } from './settings.ts'

/** A Postgres of the benchmark's own. */
export interface Cluster {
  url(role: string): string
  port: number
  password: string
  /** False when kept data are used again. */
  isNew: boolean
  /** Starts again for measuring. */
  toMeasure(fsync: boolean): Promise<void>
  /** False from now on: kept data that a test is writing to must not be used again. */
  mark(isComplete: boolean): void
  stop(): Promise<void>
}

/**
 * Opens kept data, or makes an empty database with our migrations in it. `afterBootstrap` runs on a
 * new cluster before the migrations do.
 */
export async function openCluster(
  keep: string | undefined,
  scale: number,
  afterBootstrap?: (url: (role: string) => string) => Promise<void>,
): Promise<Cluster> {
  const home = keep ? resolve(keep) : mkdtempSync(join(tmpdir(), 'supabase-social-bench-'))
  mkdirSync(home, { recursive: true })
  // Root's Postgres runs as someone else, who has to pass through.
  chmodSync(home, 0o711)
  const folder = join(home, 'database')
  const release = lock(home)
  const kept = keep ? readManifest(home) : undefined
  const prints = fingerprints(scale)
  const isNew = kept?.structure !== prints.structure || !kept.isComplete
  const manifest = { ...prints, password: isNew ? newPassword() : kept.password }
  const { password } = manifest
  const mark = (isComplete: boolean) => writeManifest(home, { ...manifest, isComplete })
  if (isNew) {
    if (kept) console.log(`${home} holds other data, or half of them: making them anew.`)
    rmSync(folder, { recursive: true, force: true })
    mark(false)
    createCluster(folder, password)
  }
  let server: Server | undefined
  let port = await freePort()
  // A server that is not durable takes its folder along when this process is killed. How careful
  // one that is kept is with its files is in its settings.
  let durable = keep !== undefined
  const start = async () => {
    port = await freePort()
    server = await startServer({ folder, port, durable })
  }
  const restart = async (settings: Settings) => {
    await configure(databaseUrl(port, password, 'supabase_admin'), settings)
    await server?.stop()
    await start()
  }
  await start()
  if (isNew) {
    await bootstrap(port, password)
    await afterBootstrap?.((role) => databaseUrl(port, password, role))
    await migrate(databaseUrl(port, password))
    await restart({ ...GENERATE, ...CARELESS })
  } else if (kept.functions !== prints.functions) {
    console.log(`${home} has other functions: making them anew.`)
    await renewFunctions(databaseUrl(port, password))
  }
  return {
    url: (role) => databaseUrl(port, password, role),
    get port() {
      return port
    },
    password,
    isNew,
    async toMeasure(fsync) {
      durable ||= fsync
      await restart({ ...MEASURE, ...(fsync ? {} : CARELESS) })
      mark(true)
    },
    mark,
    async stop() {
      await server?.stop()
      release()
      if (!keep) rmSync(home, { recursive: true, force: true })
    },
  }
}

async function configure(url: string, settings: Settings): Promise<void> {
  const sql = connect(url)
  try {
    await sql.unsafe('alter system reset all')
    for (const [name, value] of Object.entries(settings)) {
      await sql.unsafe(`alter system set ${name} = '${value}'`)
    }
  } finally {
    await sql.end()
  }
}

function lock(home: string): () => void {
  try {
    return lockFolder(home)
  } catch (error) {
    throw error instanceof Problem ? new Problem(`Another run is using ${home}.`) : error
  }
}
