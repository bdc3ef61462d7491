import { databaseUrl } from './bootstrap.ts'
import { chosenAuth } from './chosen-auth.ts'
import type { Settings } from './data-folder.ts'
import { Functions } from './functions.ts'
import type { Services } from './gateway.ts'
import { refuseWithoutJwt } from './jwt.ts'
import type { LiteOptions } from './lite/context.ts'
import { type Lite, startLite } from './lite/lite.ts'
import { answerAsGotrue } from './lite/requests.ts'
import type { Mailbox } from './mail.ts'
import { functionsFolder } from './paths.ts'
import { ownSettings, type Project, type ProjectSettings, readSettings } from './project.ts'
import { startRealAuth } from './real-auth.ts'
import type { RealtimeOptions } from './realtime/options.ts'
import { type Realtime, startRealtime } from './realtime/server.ts'
import type { Site } from './site/site.ts'
import { startStorage } from './storage/service.ts'

export interface ServicesOptions {
  settings: Settings
  url: string
  databasePort: number
  siteUrl: string
  filesFolder: string
  mailbox: Mailbox
  project: Project | undefined
  /** Changes to the settings of this repository's project. */
  changes: Partial<ProjectSettings> | undefined
  realtime: Partial<RealtimeOptions> | undefined
  site: Site | undefined
}

export interface RunningServices extends Services {
  realtime: Realtime
  /** Starts Data API and Auth again, with the settings that config.toml has now. */
  configure(): Promise<void>
  /** Reads the schema of the database again. */
  reload(): Promise<void>
  /** Ends all edge functions, and reads again which of them demand a JWT. */
  redeploy(): Promise<void>
  stop(): Promise<void>
}

/** Starts Data API, Auth, Storage, Realtime and edge functions of a project. */
export async function startServices(options: ServicesOptions): Promise<RunningServices> {
  const { settings, url, project, mailbox } = options
  const read = () =>
    project ? readSettings(project.supabase) : { ...ownSettings, ...options.changes }
  const startConfigured = () =>
    startBackends({ ...options, ...settings, origin: url, project: read() })
  const realtime = startRealtime(settings, options.databasePort, options.realtime)
  const starting = Promise.all([startConfigured(), realtime.ready])
  let [backends] = await starting.catch(async (error) => {
    await realtime.stop()
    throw error
  })
  const storage = startStorage({
    databaseUrl: databaseUrl(options.databasePort, settings.password, 'supabase_storage_admin'),
    ...{ filesFolder: options.filesFolder, keys: settings },
  })
  let deployed = read()
  const functions = new Functions({
    ...{ url, publishableKey: settings.publishableKey, secretKey: settings.secretKey },
    folder: project ? (project.functions ?? `${project.supabase}/functions`) : functionsFolder,
    refuse: (request, name) =>
      deployed.verifiesJwt(name) ? refuseWithoutJwt(request, settings.jwtSecret) : undefined,
  })
  return {
    mailbox,
    realtime,
    site: options.site,
    lite: (request) => backends.lite.fetch(request),
    storage: (request, body) => storage.fetch(request, body),
    auth: (request, body) => backends.auth(request, body),
    functions: (request) => functions.fetch(request),
    async configure() {
      const old = backends
      backends = await startConfigured()
      await old.close()
    },
    reload: () => backends.lite.reload(),
    async redeploy() {
      deployed = read()
      await functions.restart()
    },
    async stop() {
      await Promise.all([realtime.stop(), functions.stop(), storage.close(), backends.close()])
    },
  }
}

/** Data API and Auth with one state of config.toml. */
interface Backends {
  lite: Lite
  auth: Services['auth']
  close(): Promise<void>
}

async function startBackends(options: LiteOptions): Promise<Backends> {
  const lite = await startLite(options)
  const program = chosenAuth()
  if (!program) {
    const auth: Services['auth'] = async (request) =>
      answerAsGotrue(request, await lite.fetch(request))
    return { lite, auth, close: () => lite.close() }
  }
  try {
    const real = await startRealAuth({ ...options, program })
    const close = async () => {
      await Promise.all([real.close(), lite.close()])
    }
    return { lite, auth: (request) => real.fetch(request), close }
  } catch (error) {
    await lite.close()
    throw error
  }
}
