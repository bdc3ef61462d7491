import type { Settings } from './data-folder.ts'
import { Functions } from './functions.ts'
import type { Services } from './gateway.ts'
import { refuseWithoutJwt } from './jwt.ts'
import { startLite } from './lite/lite.ts'
import type { Mailbox } from './mail.ts'
import { functionsFolder } from './paths.ts'
import { ownSettings, type Project, readSettings } from './project.ts'

export interface ServicesOptions {
  settings: Settings
  url: string
  databasePort: number
  siteUrl: string
  filesFolder: string
  mailbox: Mailbox
  project: Project | undefined
}

export interface RunningServices extends Services {
  /** Starts Data API, Auth and Storage again, with the settings that config.toml has now. */
  configure(): Promise<void>
  /** Reads the schema of the database again. */
  reload(): Promise<void>
  /** Ends all edge functions, and reads again which of them demand a JWT. */
  redeploy(): Promise<void>
  stop(): Promise<void>
}

/** Starts Data API, Auth, Storage and edge functions of a project. */
export async function startServices(options: ServicesOptions): Promise<RunningServices> {
  const { settings, url, project, mailbox } = options
  const read = () => (project ? readSettings(project.supabase) : ownSettings)
  const startConfigured = () => startLite({ ...options, ...settings, origin: url, project: read() })
  let lite = await startConfigured()
  let deployed = read()
  const functions = new Functions({
    ...{ url, publishableKey: settings.publishableKey, secretKey: settings.secretKey },
    folder: project ? (project.functions ?? `${project.supabase}/functions`) : functionsFolder,
    refuse: (request, name) =>
      deployed.verifiesJwt(name) ? refuseWithoutJwt(request, settings.jwtSecret) : undefined,
  })
  return {
    mailbox,
    lite: (request) => lite.fetch(request),
    functions: (request) => functions.fetch(request),
    async configure() {
      const old = lite
      lite = await startConfigured()
      await old.close()
    },
    reload: () => lite.reload(),
    async redeploy() {
      deployed = read()
      await functions.restart()
    },
    async stop() {
      await Promise.all([functions.stop(), lite.close()])
    },
  }
}
