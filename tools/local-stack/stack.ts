import { bootstrap, connect, databaseUrl } from './bootstrap.ts'
import { startCron } from './cron.ts'
import { openDataFolder } from './data-folder.ts'
import { freePort } from './database.ts'
import { openGateway } from './gateway.ts'
import { Mailbox } from './mail.ts'
import { migrate } from './migrate.ts'
import { endOrphan } from './orphan.ts'
import { refuseTakenPort } from './ports.ts'
import { createCluster, startServer } from './postgres.ts'
import type { Project, ProjectSettings } from './project.ts'
import type { RealtimeOptions } from './realtime/options.ts'
import { startServices } from './services.ts'
import { type DemoLogin, openSite } from './site/site.ts'
import { type Cleanup, stopAll } from './stop-all.ts'

export interface StackOptions {
  /**
   * The port of the stack. The database gets the next port. The default is 0, which selects free
   * ports.
   */
  port?: number
  /** The folder that keeps the data. Without a folder, the stack deletes all data when it stops. */
  data?: string | undefined
  /** Deletes all data before the start. */
  reset?: boolean
  /**
   * The address of the site. Links in mails lead to this address. The default is the demo app if the
   * stack serves it, and otherwise the default of the Supabase CLI.
   */
  siteUrl?: string | undefined
  /** Serves the demo app of examples/web at `/`, and offers these people to sign in as. */
  app?: { logins: DemoLogin[] } | undefined
  /**
   * Whether the worker runs on a schedule. The default is true. Tests turn the schedule off in
   * order to read the queue.
   */
  purges?: boolean
  /**
   * Serves another Supabase project instead of this repository's project. The stack takes the
   * settings from config.toml, and applies no migrations.
   */
  project?: Project | undefined
  /** Changes to the settings of this repository's project, for example `{ confirmsEmail: true }`. */
  settings?: Partial<ProjectSettings>
  /** Changes to Realtime, for tests that need shorter pauses or a limit of messages. */
  realtime?: Partial<RealtimeOptions>
  onProgress?: (line: string) => void
}

export interface Stack {
  url: string
  publishableKey: string
  secretKey: string
  /** The address for role `postgres`, which runs the migrations. */
  databaseUrl: string
  mailUrl: string
  /** The folder in which Storage keeps its files. */
  filesFolder: string
  /** The migrations that this start applied. */
  applied: string[]
  /** Runs `work` only once in the lifetime of the data folder. */
  once(work: () => Promise<void>): Promise<void>
  /** Applies a changed config.toml to the Data API and Auth, as `supabase config push` does. */
  configure(): Promise<void>
  /** Resolves when the Data API knows the schema that the database has now. */
  reload(): Promise<void>
  /** Serves changed functions and applies `verify_jwt`, as `supabase functions deploy` does. */
  redeploy(): Promise<void>
  /** Closes all sockets of Realtime, as a hosted project does when its settings change. */
  disconnectRealtime(): void
  stop(): Promise<void>
}

/**
 * Starts a Supabase project on this machine: Postgres, Data API, Auth, Storage, Realtime, edge
 * functions and a local inbox.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const progress = options.onProgress ?? (() => {})
  const cleanups: Cleanup[] = []
  const stop = () => stopAll(cleanups.splice(0).reverse())
  try {
    const gateway = await openGateway(options.port ?? 0)
    cleanups.push(['the gateway', () => gateway.close()])
    const url = `http://127.0.0.1:${gateway.port}`
    const folder = await openDataFolder(options.data, options.reset ?? false)
    cleanups.push(['the data folder', () => folder.close()])
    const { settings } = folder

    await endOrphan(folder.database)
    if (options.port) await refuseTakenPort(gateway.port + 1)
    const port = options.port ? gateway.port + 1 : await freePort()
    if (!folder.isReady) {
      progress('Creating the database')
      createCluster(folder.database, settings.password)
    }
    const server = await startServer({
      folder: folder.database,
      port,
      durable: options.data !== undefined,
      ...{ logical: true, restarts: true },
    })
    const stopPostgres = async () => {
      await server.stop()
      await endOrphan(folder.database)
    }
    cleanups.push(['Postgres', stopPostgres])
    if (!folder.isReady) {
      await bootstrap(port, settings.password)
      folder.save()
    }
    const address = databaseUrl(port, settings.password)
    const { project } = options
    const applied = project ? [] : await migrate(address)
    if (applied.length > 0) progress(`Applied ${applied.length} migrations`)

    progress('Starting the services')
    const mailbox = new Mailbox()
    const { publishableKey, secretKey } = settings
    const logins = () => (settings.seeded ? (options.app?.logins ?? []) : [])
    const site = options.app && openSite({ url, publishableKey, logins })
    const services = await startServices({
      ...{ settings, url, mailbox, project, changes: options.settings },
      realtime: options.realtime,
      databasePort: port,
      siteUrl: options.siteUrl ?? (site ? url : 'http://127.0.0.1:3000'),
      site,
      filesFolder: folder.files,
    })
    cleanups.push(['the services', () => services.stop()])
    gateway.serve(services)
    const sql = connect(address)
    const stopCron = options.purges === false ? undefined : startCron(sql, url, secretKey)
    cleanups.push(
      ['the connection of the schedule', () => sql.end({ timeout: 1 })],
      // Refuse new requests before the services stop.
      ['the gateway', () => gateway.close()],
      ['the worker', () => stopCron?.()],
    )

    return {
      ...{ url, publishableKey, secretKey, applied, stop },
      databaseUrl: address,
      mailUrl: `${url}/mail`,
      filesFolder: folder.files,
      configure: () => services.configure(),
      reload: () => services.reload(),
      redeploy: () => services.redeploy(),
      disconnectRealtime: () => services.realtime.disconnect(),
      async once(work) {
        if (settings.seeded) return
        await work()
        settings.seeded = true
        folder.save()
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}
