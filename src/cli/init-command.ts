import type postgres from 'postgres'
import type { Command } from './command.ts'
import { connect } from './database.ts'
import { projectRef } from './init/dashboard.ts'
import { type DatabaseState, readDatabase } from './init/database.ts'
import { refuseForeignFunctions } from './init/deployed.ts'
import { planInit } from './init/plan.ts'
import { canSchedule, type Scheduled, schedule, scheduleSql } from './init/schedule.ts'
import { leftToDo, numbered } from './init/steps.ts'
import { databaseUrl, projectUrl, readOptions } from './options.ts'
import { readConfig } from './project/config.ts'
import { findProject, type ProjectFolder } from './project/folder.ts'
import { lockProject } from './project/lock.ts'
import { mailUse } from './project/mails.ts'
import { readManifest } from './project/manifest.ts'
import { carryOut, isNothing, type Plan } from './project/plan.ts'
import { openRelease } from './project/release.ts'
import { printChanges, printDiff, printKept } from './project/report.ts'
import { versionsOf } from './project/versions.ts'

const help = `Usage: npx supabase-social init [--dry-run] [--db-url postgresql://… --url https://…]

Installs supabase-social into the Supabase project of this folder. Writes the migrations, with
versions after your newest one, the edge functions social-ingest, social-files and social-worker,
and templates of the mails that Supabase Auth sends. Adds to supabase/config.toml: the schema
social, the JWT setting of the three functions, and the sign-up hook. The mails of your app stay as they are until you
choose the templates. Records what it wrote in supabase/supabase-social.json. Then lists what is
left to do by hand.

Changes nothing if your project uses one of our names for something else. Files that you changed
stay as they are. You can repeat the command at any time, also after an interruption.

  --dry-run  show a diff, and change nothing
  --db-url   the address of the database, as role postgres (or set SUPABASE_DB_URL): checks names and
             versions there too. With --url, and after the migrations, enables the extensions
             pg_cron, pg_net and supabase_vault, and schedules the worker.
  --url      the address of the project (or set SUPABASE_URL)
  --package  the folder of another release of supabase-social (default: the release of this command)

Exit code: 0 on success, 2 if nothing was changed because something is wrong.`

const options = {
  'dry-run': { type: 'boolean', default: false },
  'db-url': { type: 'string' },
  url: { type: 'string' },
  package: { type: 'string' },
} as const

async function run(args: string[]): Promise<number> {
  const { values } = readOptions(args, options, help)
  const url = projectUrl(values.url)
  const project = findProject()
  const release = openRelease(values.package)
  const address = databaseUrl(values['db-url'])
  const unlock = lockProject(project)
  let sql: postgres.Sql | undefined
  try {
    sql = address ? await connect(address) : undefined
    const state = sql && (await readDatabase(sql))
    const plan = planInit(project, release, state)
    if (url && !state?.isInstalled && !readManifest(project)) await refuseForeignFunctions(url)
    if (values['dry-run']) return dryRun(project, plan)
    const done = isNothing(project, plan)
      ? 'Everything is in place already.'
      : printChanges(project, plan)
    carryOut(project, plan)
    console.log(`supabase-social ${release.version} in ${project.root}`)
    console.log(done)
    if (plan.kept.length > 0) console.log(`\n${printKept(plan)}`)
    console.log(
      `\nLeft to do:\n${numbered(leftToDo(await finish(project, plan, sql, state, url)))}`,
    )
    return 0
  } finally {
    unlock()
    await sql?.end({ timeout: 5 })
  }
}

function dryRun(project: ProjectFolder, plan: Plan): number {
  console.log(
    isNothing(project, plan) ? 'Everything is in place already.' : printDiff(project, plan),
  )
  if (plan.kept.length > 0) console.log(`\n${printKept(plan)}`)
  console.log('\nNothing was written, because of --dry-run.')
  return 0
}

/** Schedules the worker if everything for it is there, and gathers what the user must do. */
async function finish(
  project: ProjectFolder,
  plan: Plan,
  sql: postgres.Sql | undefined,
  state: DatabaseState | undefined,
  url: string | undefined,
) {
  const ref = projectRef(project, url)
  const result = sql && url && (await canSchedule(sql)) ? await schedule(sql, url) : undefined
  if (typeof result === 'string') console.log(`\n${SCHEDULED[result]}`)
  const applied = new Set(state?.versions)
  return {
    ref,
    notes: plan.notes,
    mails: mailUse(
      readConfig(project),
      plan.manifest.files.map(({ path }) => path),
    ),
    isPushed: versionsOf(plan.manifest.files).every((version) => applied.has(version)),
    isScheduled: typeof result === 'string',
    missingExtensions: Array.isArray(result) ? result : undefined,
    scheduleSql: scheduleSql(url ?? `https://${ref ?? '<project>'}.supabase.co`),
  }
}

const SCHEDULED: Record<Scheduled, string> = {
  created: 'The worker is scheduled every minute.',
  updated: 'The schedule of the worker is up to date.',
  unchanged: 'The worker was scheduled already.',
  kept: 'The worker was scheduled already. The job keeps the rhythm that you gave it.',
}

export const initCommand: Command = {
  summary: 'install supabase-social into the Supabase project of this folder',
  help,
  run,
}
