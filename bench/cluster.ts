import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Problem } from '../src/cli/problem.ts'
import { bootstrap, connect, databaseUrl } from '../tools/local-stack/bootstrap.ts'
import { freePort, newPassword } from '../tools/local-stack/database.ts'
import { lockFolder } from '../tools/local-stack/lock.ts'
import { migrate } from '../tools/local-stack/migrate.ts'
import { createCluster, type Server, startServer } from '../tools/local-stack/postgres.ts'
import { createPartitions } from '../tools/local-stack/realtime/partitions.ts'
import { fingerprints, readManifest, renewFunctions, writeManifest } from './kept-data.ts'
import { CARELESS, GENERATE, MEASURE, type Settings } from './settings.ts'

/** The Postgres server of the benchmark. */
export interface Cluster {
  url(role: string): string
  port: number
  password: string
  /** False when the folder has usable data of an earlier run. */
  isNew: boolean
  /** Restarts the server with the settings for measuring. */
  toMeasure(fsync: boolean): Promise<void>
  /** Marks kept data as complete (true), or as unusable while a test writes to it (false). */
  mark(isComplete: boolean): void
  stop(): Promise<void>
}

/**
 * Opens the kept data, or creates a database with our migrations. On a new cluster,
 * `afterBootstrap` runs before the migrations.
 */
export async function openCluster(
  keep: string | undefined,
  scale: number,
  afterBootstrap?: (url: (role: string) => string) => Promise<void>,
): Promise<Cluster> {
  const home = keep ? resolve(keep) : mkdtempSync(join(tmpdir(), 'supabase-social-bench-'))
  mkdirSync(home, { recursive: true })
  // If root runs the benchmark, Postgres runs as another account, which must be able to enter the
  // folder.
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
    if (kept) console.log(`${home} has other or incomplete data: generating new data.`)
    rmSync(folder, { recursive: true, force: true })
    mark(false)
    createCluster(folder, password)
  }
  let server: Server | undefined
  let port = await freePort()
  // When this process is killed, the folder of a server that is not durable is deleted. A kept
  // folder must stay, so its server is durable. Other settings turn fsync on or off.
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
  } else {
    await addPartitions(databaseUrl(port, password, 'supabase_admin'))
    if (kept.functions !== prints.functions) {
      console.log(`${home} has other functions: replacing them.`)
      await renewFunctions(databaseUrl(port, password))
    }
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

/** Lets kept data of an earlier day take the messages of today. */
async function addPartitions(url: string): Promise<void> {
  const sql = connect(url)
  await createPartitions(sql).finally(() => sql.end())
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
