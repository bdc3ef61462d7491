import { basename, join } from 'node:path'
import type postgres from 'postgres'
import type { Command } from './command.ts'
import { connect } from './database.ts'
import { type DatabaseState, readDatabase } from './init/database.ts'
import { numbered } from './init/steps.ts'
import { databaseUrl, readOptions } from './options.ts'
import { CONFIG } from './project/config.ts'
import { readFile } from './project/files.ts'
import { findProject, type ProjectFolder } from './project/folder.ts'
import { lockProject } from './project/lock.ts'
import { TEMPLATE_FILE } from './project/mails.ts'
import { type Manifest, readManifest } from './project/manifest.ts'
import { carryOut, isNothing, type Plan } from './project/plan.ts'
import { openRelease } from './project/release.ts'
import { printChanges, printDiff, printKept } from './project/report.ts'
import { versionsOf } from './project/versions.ts'
import { applyMigrations, type MigrationFile, type Step } from './upgrade/apply.ts'
import { planUpgrade } from './upgrade/plan.ts'
import { refuseOtherHistory } from './upgrade/refuse.ts'

const help = `Usage: npx supabase-social upgrade [--dry-run] [--db-url postgresql://…]

Brings the Supabase project of this folder to the release of this command. Adds the forward
migrations since the installed release, with versions after your newest migration, and replaces the
edge functions and the templates of mails. Files that you changed stay as they are, and the command
shows the difference. You can repeat the command at any time, also after an interruption.

  --dry-run  show a diff, and change nothing
  --db-url   the address of the database, as role postgres (or set SUPABASE_DB_URL): applies the
             forward migrations at once, as \`supabase db push\` would. They wait for locks for a tenth
             of a second at most and are repeated, so that a running app does not wait.
  --package  the folder of another release of supabase-social (default: the release of this command)

Exit code: 0 on success, 2 if something is wrong.`

const options = {
  'dry-run': { type: 'boolean', default: false },
  'db-url': { type: 'string' },
  package: { type: 'string' },
} as const

async function run(args: string[]): Promise<number> {
  const { values } = readOptions(args, options, help)
  const project = findProject()
  const release = openRelease(values.package)
  const address = databaseUrl(values['db-url'])
  const unlock = lockProject(project)
  let sql: postgres.Sql | undefined
  try {
    sql = address ? await connect(address) : undefined
    const state = sql && (await readDatabase(sql))
    const plan = planUpgrade(project, release, state?.versions ?? [])
    if (state) refuseOtherHistory(project, state, plan.manifest)
    const installed = readManifest(project)?.release
    console.log(`supabase-social in ${project.root}: ${headline(installed, release.version)}`)
    if (values['dry-run']) return dryRun(project, plan, state)
    const done = isNothing(project, plan)
      ? 'The files are up to date.'
      : printChanges(project, plan)
    carryOut(project, plan)
    console.log(done)
    if (plan.kept.length > 0) console.log(`\n${printKept(plan)}`)
    if (sql) await apply(sql, pendingFiles(project, plan.manifest, state))
    console.log(`\nLeft to do:\n${numbered(leftToDo(plan, Boolean(sql)))}`)
    return 0
  } finally {
    unlock()
    await sql?.end({ timeout: 5 })
  }
}

function headline(installed: string | undefined, release: string): string {
  if (installed === release) return `release ${release} is installed already.`
  return `from release ${installed} to ${release}.`
}

function dryRun(project: ProjectFolder, plan: Plan, state: DatabaseState | undefined): number {
  console.log(isNothing(project, plan) ? 'The files are up to date.' : printDiff(project, plan))
  if (plan.kept.length > 0) console.log(`\n${printKept(plan)}`)
  const pending = state ? pendingPaths(plan.manifest, state) : []
  for (const path of pending) console.log(`apply    ${path}`)
  console.log('\nNothing was written, because of --dry-run.')
  return 0
}

function pendingPaths({ files }: Manifest, state: DatabaseState): string[] {
  const applied = new Set(state.versions)
  return files
    .map(({ path }) => path)
    .filter((path) => versionsOf([{ path }]).some((version) => !applied.has(version)))
}

function pendingFiles(
  project: ProjectFolder,
  manifest: Manifest,
  state: DatabaseState | undefined,
): MigrationFile[] {
  return pendingPaths(manifest, state as DatabaseState).map((path) => {
    const [, version = '', name = ''] = /^(\d+)_(.*)\.sql$/.exec(basename(path)) ?? []
    return { version, name, text: readFile(join(project.root, path))?.toString() ?? '' }
  })
}

async function apply(sql: postgres.Sql, files: MigrationFile[]): Promise<void> {
  if (files.length === 0) return console.log('\nThe database is up to date.')
  await applyMigrations(sql, files, { onProgress: (step) => console.error(describe(step)) })
  console.log(`\nApplied ${files.length} migration${files.length > 1 ? 's' : ''} to the database.`)
}

function describe({ state, file, attempts }: Step): string {
  const name = `${file.version}_${file.name}.sql`
  if (state === 'waits') return `${name}: the app uses a table; attempt ${attempts + 1} follows …`
  return `${name}: ${state === 'applied' ? 'applied' : 'was applied already'}`
}

function leftToDo({ manifest: { release }, changes }: Plan, isApplied: boolean): string[] {
  const mails = changes.map(({ path }) => path).filter((path) => TEMPLATE_FILE.test(path))
  return [
    'Commit the folder supabase.',
    ...(isApplied ? [] : ['Apply the migrations: npx supabase db push']),
    'Deploy the edge functions: npx supabase functions deploy social-ingest social-files social-worker',
    ...(mails.length === 0
      ? []
      : [
          `The templates of mails have changed: ${mails.join(', ')}
If you pasted them into the dashboard, paste them again. Those that ${CONFIG} names
change with \`npx supabase config push\`. node_modules/supabase-social/docs/mails.md says more.`,
        ]),
    `Then update supabase-social to ${release} in the app.`,
    'Check everything: npx supabase-social doctor --help',
  ]
}

export const upgradeCommand: Command = {
  summary: 'bring an installed project to the release of this command',
  help,
  run,
}
