import type postgres from 'postgres'
import { FUNCTIONS } from '../project/config.ts'
import { askForName, requireConfirmation } from './confirm.ts'
import { removeFromDatabase, removeHistory } from './database.ts'
import { dependents, refuseDependents } from './dependents.ts'
import { exportFiles, exportTables } from './export.ts'
import { removeFiles, requireSameProject } from './files.ts'
import { hasFiles, refuseLinks, removeFromFolder } from './folder.ts'
import { type Found, find } from './found.ts'
import { describeLoss } from './loss.ts'
import { ourNames } from './names.ts'
import { hasSchedule, removeSchedule } from './schedule.ts'
import { alreadyDone, left, type Outcome, runSteps, type Step } from './steps.ts'
import { Storage } from './storage.ts'
import { isDeployed } from './switches.ts'
import { requireSwitchesOff } from './switches-step.ts'
import { dashboard } from './target.ts'
import type { Uninstall } from './task.ts'

/** Removes supabase-social. Returns the exit code of the command. */
export async function uninstall(task: Uninstall): Promise<number> {
  const { sql, project, release, print } = task
  if (project) refuseLinks(project)
  const names = ourNames(release, task.manifest, project)
  const found = sql && (await find(sql, names))
  const isInFolder = project !== undefined && hasFiles(project, release)
  if (!isInFolder && (!sql || !found || (isEmpty(found) && !(await hasSchedule(sql))))) {
    if (!sql || (await removeHistory(sql, names)).state === 'already done') {
      print(`supabase-social is not installed in the project ${task.name}. There is nothing to do.`)
      return 0
    }
  }
  const storage = task.secretApi && new Storage(task.secretApi)
  const others = sql && found ? await dependents(sql, names) : []
  if (!task.dropDependents) refuseDependents(others)
  const [bucket] = found?.buckets ?? []
  if (sql && storage && bucket) await requireSameProject(sql, storage, bucket)

  if (sql && found) await announce(task, sql, found)
  else print(`This removes supabase-social from the folder of the project ${task.name}.`)
  requireConfirmation(task.name, task.confirmed, task.ask)
  if (sql && found) await exportAll(task, sql, found, storage)
  if (task.confirmed === undefined && task.ask) await askForName(task.name, task.ask)

  const steps: Step[] = []
  if (sql && found) {
    steps.push(
      {
        title: 'sign-up hook and exposed schema',
        run: () => requireSwitchesOff(task, sql),
      },
      { title: 'schedule of the worker', run: () => removeSchedule(sql) },
      {
        title: 'files and buckets',
        run: () => removeFiles(sql, storage, found),
      },
      { title: 'database', run: () => removeFromDatabase(sql, names, others) },
      { title: 'migration history', run: () => removeHistory(sql, names) },
    )
  }
  if (project) {
    steps.push({
      title: 'folder of the project',
      run: async () => removeFromFolder(project, release, task),
    })
  }
  if (sql) steps.push({ title: 'edge functions', run: () => checkFunctions(task) })
  return (await runSteps(steps, print)) ? 0 : 1
}

function isEmpty({ schemas, buckets, policies }: Found): boolean {
  return schemas.length + buckets.length + policies.length === 0
}

async function announce(
  { name, print }: Uninstall,
  sql: postgres.Sql,
  found: Found,
): Promise<void> {
  const loss = await describeLoss(sql, found)
  print(`This removes supabase-social from the project ${name}, and deletes:`)
  for (const line of loss.length > 0 ? loss : ['nothing (people and files are removed already)']) {
    print(`  ${line}`)
  }
}

async function exportAll(
  task: Uninstall,
  sql: postgres.Sql,
  found: Found,
  storage: Storage | undefined,
): Promise<void> {
  const { ask, confirmed, print } = task
  const question = 'Export all tables and files first? Type a folder, or nothing for no export: '
  const isAsked = confirmed === undefined && !isEmpty(found)
  const folder = task.exportFolder ?? (isAsked ? await ask?.(question) : undefined)
  if (!folder) return
  const tables = await exportTables(sql, folder)
  print(`Exported ${tables} tables into ${folder}/tables.`)
  if (found.buckets.length === 0) return
  if (!storage) {
    print('The files are not exported, because that needs SUPABASE_SECRET_KEY and --url.')
    return
  }
  const files = await exportFiles(sql, storage, { folder, buckets: found.buckets })
  print(`Exported ${files} files into ${folder}/files.`)
}

/** Only the Supabase CLI and the dashboard can remove edge functions. */
async function checkFunctions({ api, places }: Uninstall): Promise<Outcome> {
  const deployed: string[] = []
  for (const name of FUNCTIONS) if (!api || (await isDeployed(api, name))) deployed.push(name)
  if (deployed.length === 0) return alreadyDone()
  const commands = deployed.map((name) => `\`npx supabase functions delete ${name}\``).join(' and ')
  const condition = api ? '' : 'if they are deployed, '
  return left(`${condition}run ${commands}, or use ${dashboard(places, 'functions')}`)
}
