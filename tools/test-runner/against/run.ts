import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { TestSpecification, Vitest } from 'vitest/node'
import { root } from '../../local-stack/paths.ts'
import { isShuttingDown, onShutdown } from '../../local-stack/shutdown.ts'
import { count, findFiles, openVitest, type Skipped, type Totals } from '../vitest-run.ts'
import { cleanUp } from './clean-up.ts'
import { type Counts, compare, countRows } from './counts.ts'
import { examine, type TestFile } from './files.ts'
import { type Access, type GivenProject, openProject, requireSameProject } from './project.ts'
import { readSettings, type Settings } from './settings.ts'

/** Runs the tests against a given project, and leaves nothing of them in it. */
export async function runAgainst(access: Access, filters: string[]): Promise<Totals> {
  const project = await openProject(access)
  const before = await countRows(project.sql)
  await requireSameProject(project)
  const settings = await readSettings(project.sql)
  const undo = `  ${settings.statement}
  delete from auth.users where email like '%@${project.domain}';`
  let vitest: Vitest | undefined
  let ending: Promise<number> | undefined
  // A signal and the end of the tests can come at the same time.
  const end = () => {
    ending ??= finish(project, before, settings, undo)
    return ending
  }
  onShutdown(async () => {
    console.log('\nStopping the tests, and deleting their people …')
    if (vitest) await stopTests(vitest)
    await end()
  }, 130)
  try {
    await settings.raiseRateLimits()
    console.log(`The people of this run have addresses that end with @${project.domain}. If the run is
killed, put the rate limits back and delete its people:
${undo}`)
    giveToTests(project)
    vitest = await withoutListeners(openVitest)
    const totals = await runFiles(vitest, filters)
    await vitest.close()
    totals.failed += await end()
    return totals
  } finally {
    await end()
    // The handler of the signal ends the process.
    if (isShuttingDown()) await new Promise(() => {})
  }
}

/**
 * Removes the listeners by which vitest ends the process at once on a signal, before the people of the
 * run are deleted.
 */
async function withoutListeners<T>(work: () => Promise<T>): Promise<T> {
  const signals = ['SIGINT', 'SIGTERM'] as const
  const own = signals.flatMap((signal) => process.listeners(signal))
  const result = await work()
  for (const signal of signals) {
    const added = process.listeners(signal).filter((listener) => !own.includes(listener))
    for (const listener of added) process.off(signal, listener)
  }
  return result
}

/** Ends the processes of the tests, because a test that runs on would make more people. */
async function stopTests(vitest: Vitest): Promise<void> {
  // A test that waits for a lock can need minutes to its end.
  await Promise.race([vitest.cancelCurrentRun('keyboard-input'), wait(5000)])
  await vitest.close()
}

/** Tells the tests about the project, through the environment of their processes. */
function giveToTests(project: GivenProject): void {
  Object.assign(process.env, {
    SOCIAL_AGAINST: 'yes',
    SOCIAL_URL: project.url,
    SOCIAL_PUBLISHABLE_KEY: project.publishableKey,
    SOCIAL_SECRET_KEY: project.secretKey,
    SOCIAL_DATABASE_URL: project.databaseUrl,
    SOCIAL_MAIL_URL: project.mailUrl ?? '',
    SOCIAL_MAIL_DOMAIN: project.domain,
    SOCIAL_CONFIRMS_EMAIL: project.confirmsEmail ? 'yes' : '',
  })
}

/** The suites that need a running project. */
const SUITES = ['integration', 'attacks', 'contract']

interface Suite extends TestFile {
  file: TestSpecification
}

async function runFiles(vitest: Vitest, filters: string[]): Promise<Totals> {
  const found = await findFiles(vitest, filters)
  const suites = found
    .filter((file) => SUITES.includes(file.project.name))
    .map((file): Suite => ({ file, ...examine(file.moduleId) }))
  const files = suites.filter(({ reason }) => !reason).map(({ file }) => file)
  await withoutListeners(() => vitest.standalone())
  if (files.length > 0 && !isShuttingDown()) await vitest.runTestSpecifications(files)
  const skipped: Skipped[] = []
  if (isShuttingDown()) return { passed: 0, failed: 0 }
  const totals = count(vitest, (test) => skipped.push(test))
  const isHttp = (module: string) =>
    suites.some(({ file, isHttp }) => isHttp && file.moduleId === module)
  const ranByHttp = vitest.state
    .getTestModules()
    .filter(({ moduleId }) => isHttp(moduleId))
    .flatMap(({ children }) => [...children.allTests()])
    .filter((test) => test.result().state !== 'skipped').length
  for (const { file, name, reason } of skipped) console.log(`skipped: ${file} > ${name}: ${reason}`)
  const skippedByHttp =
    skipped.filter(({ file }) => isHttp(join(root, file))).length +
    (await reportFiles(vitest, suites))
  const share = Math.floor((100 * ranByHttp) / Math.max(ranByHttp + skippedByHttp, 1))
  console.log(`${ranByHttp} tests of the HTTP suites ran, ${skippedByHttp} did not: ${share} %`)
  return totals
}

/** Names the files that did not run. Returns the number of their tests of the HTTP suites. */
async function reportFiles(vitest: Vitest, suites: Suite[]): Promise<number> {
  let number = 0
  for (const { file, reason, isHttp } of suites) {
    if (!reason) continue
    // The tests are counted without running the file: each table of tests counts as one test.
    const module = await vitest.experimental_parseSpecification(file)
    const tests = [...module.children.allTests()].length
    if (isHttp) number += tests
    console.log(`skipped: ${module.relativeModuleId}, ${tests} tests: ${reason}`)
  }
  return number
}

/** Deletes the people, puts the settings back, and returns the number of problems. */
async function finish(
  project: GivenProject,
  before: Counts,
  settings: Settings,
  undo: string,
): Promise<number> {
  const changed = await settings.restore().catch((error) => {
    console.error(`The settings could not be put back: ${error.message}. Run:\n${undo}`)
    throw error
  })
  const { people, files, problems } = await cleanUp(project)
  const differences = compare(before, await countRows(project.sql))
  await project.sql.end()
  console.log(`Put the settings back, deleted ${people} people and ${files} files.`)
  for (const name of changed) problems.push(`a test left the setting ${name} changed`)
  for (const { table, before, after, reason } of differences) {
    const line = `${table} had ${before} rows and has ${after}`
    if (reason) console.log(`kept: ${line}: ${reason}`)
    else problems.push(line)
  }
  for (const problem of problems) console.error(`left behind: ${problem}`)
  if (problems.length === 0) console.log('Nothing is left behind.')
  return problems.length
}
