import type postgres from 'postgres'
import type { Command } from './command.ts'
import { connect } from './database.ts'
import { databaseUrl, projectUrl, publishableKey, readOptions, secretKey } from './options.ts'
import { Problem } from './problem.ts'
import { findProject, type ProjectFolder } from './project/folder.ts'
import { lockProject } from './project/lock.ts'
import { readManifest } from './project/manifest.ts'
import { openRelease } from './project/release.ts'
import { terminal } from './uninstall/confirm.ts'
import { Api } from './uninstall/http.ts'
import { projectName } from './uninstall/target.ts'
import { uninstall } from './uninstall/uninstall.ts'

const help = `Usage: npx supabase-social uninstall --db-url postgresql://… --url https://… --key sb_publishable_…

Removes supabase-social from a project: the schedule of the worker, the files and buckets, the
schemas social and social_private, everything of ours on tables of Auth and Storage, the migration
history, and the files and settings in the folder of the project. Shows first what will be lost,
offers an export, and asks for the name of the project.

The sign-up hook must be off, and the schema social must not be exposed. If one of them is still on,
the command stops before it removes anything. If the command is interrupted, repeat it: it continues
where it stopped. Sign-ups of your app work before, during and after the command.

  --db-url           the address of the database, as role postgres (or set SUPABASE_DB_URL)
  --url              the address of the project (or set SUPABASE_URL)
  --key              the publishable key (or set SUPABASE_PUBLISHABLE_KEY)
  --yes-delete       the name of the project, instead of a question on the terminal
  --export           a folder; first writes all tables as JSON lines and all files into it
  --hook-is-off      says that the sign-up hook is off, if the command cannot see it
  --schema-is-hidden says that the schema social is not exposed, if the command cannot see it
  --drop-dependents  also removes objects of yours that depend on supabase-social
  --remove-changed   also removes our files that you changed
  --folder-only      changes only the folder of the project, and no database
  --package          the folder of the release to remove (default: the release of this command)

Reads the secret key from SUPABASE_SECRET_KEY. Only this key can remove files. Without it, all other
steps run, the files stay closed, and you can repeat the command with the key.

Exit code: 0 if everything is removed, 1 if something is left to do by hand, 2 if the command
stopped.`

const options = {
  'db-url': { type: 'string' },
  url: { type: 'string' },
  key: { type: 'string' },
  'yes-delete': { type: 'string' },
  export: { type: 'string' },
  'hook-is-off': { type: 'boolean', default: false },
  'schema-is-hidden': { type: 'boolean', default: false },
  'drop-dependents': { type: 'boolean', default: false },
  'remove-changed': { type: 'boolean', default: false },
  'folder-only': { type: 'boolean', default: false },
  package: { type: 'string' },
} as const

async function run(args: string[]): Promise<number> {
  const { values } = readOptions(args, options, help)
  const address = databaseUrl(values['db-url'])
  const url = projectUrl(values.url)
  const project = findFolder()
  if (values['folder-only'] && !project) findProject() // explains what is missing
  if (!address && !values['folder-only']) {
    throw new Problem(
      'Pass the database address: --db-url postgresql://… To change only the folder of the project, pass --folder-only.',
    )
  }
  const places = { databaseUrl: values['folder-only'] ? undefined : address, url, project }
  const name = projectName(places)
  const unlock = project && lockProject(project)
  let sql: postgres.Sql | undefined
  try {
    sql = places.databaseUrl ? await connect(places.databaseUrl) : undefined
    const [key, secret] = [publishableKey(values.key), secretKey()]
    return await uninstall({
      ...{ places, name, sql, project },
      release: openRelease(values.package),
      manifest: project && readManifest(project),
      api: url && (key ?? secret) ? new Api(url, (key ?? secret) as string) : undefined,
      secretApi: url && secret ? new Api(url, secret) : undefined,
      ask: terminal(),
      print: (line) => console.log(line),
      confirmed: values['yes-delete'],
      exportFolder: values.export,
      hookIsOff: values['hook-is-off'],
      schemaIsHidden: values['schema-is-hidden'],
      dropDependents: values['drop-dependents'],
      removeChanged: values['remove-changed'],
    })
  } finally {
    unlock?.()
    await sql?.end({ timeout: 5 })
  }
}

function findFolder(): ProjectFolder | undefined {
  try {
    return findProject()
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

export const uninstallCommand: Command = {
  summary: 'remove supabase-social from a project',
  help,
  run,
}
