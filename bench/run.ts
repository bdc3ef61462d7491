import '../tools/local-stack/node-version.ts'
import { writeFileSync } from 'node:fs'
import { Problem } from '../src/cli/problem.ts'
import { isShuttingDown, onShutdown } from '../tools/local-stack/shutdown.ts'
import { type Options, readOptions } from './args.ts'
import { runBeside } from './beside.ts'
import { measureRates, measureSizes, printCapacity } from './capacity.ts'
import { type Cluster, openCluster } from './cluster.ts'
import { compare } from './compare.ts'
import { countRows, generate } from './generate.ts'
import { measure } from './measure.ts'
import { callPaths } from './paths-calls.ts'
import { explorePaths } from './paths-explore.ts'
import { hashtagPaths } from './paths-hashtags.ts'
import { homePaths } from './paths-home.ts'
import { limitPaths } from './paths-limits.ts'
import { listPaths } from './paths-lists.ts'
import { notificationPaths } from './paths-notifications.ts'
import { postSearchPaths } from './paths-post-search.ts'
import { postingPaths } from './paths-posting.ts'
import { searchPaths } from './paths-search.ts'
import { suggestionPaths } from './paths-suggestions.ts'
import { tablePaths } from './paths-tables.ts'
import { printPlans } from './plans.ts'
import { header, printHeader, rowsOf } from './report.ts'
import { openSessions, type Sessions } from './sessions.ts'
import { printTable } from './table.ts'
import { printWrites } from './table-writes.ts'
import { measureWrites } from './writes.ts'

/** `npm run bench` compares our functions with common alternatives. See README.md. */
try {
  const options = readOptions()
  if ('compare' in options) compare(...options.compare)
  else if (options.beside) process.exitCode = await runBeside(options, options.beside)
  else await bench(options)
} catch (error) {
  if (!isShuttingDown()) {
    console.error(error instanceof Problem ? error.message : error)
    process.exitCode = 1
  }
}
if (!isShuttingDown()) process.exit()

async function bench(options: Options): Promise<void> {
  const cluster = await openCluster(options.keep, options.scale)
  onShutdown(() => cluster.stop(), 130)
  try {
    if (cluster.isNew) await generate(cluster.url('supabase_admin'), options.scale)
    await cluster.toMeasure(options.fsync)
    const sessions = await openSessions((role) => cluster.url(role))
    await run(cluster, sessions, options)
    await sessions.end()
  } finally {
    if (!isShuttingDown()) await cluster.stop()
  }
}

async function run(cluster: Cluster, sessions: Sessions, options: Options): Promise<void> {
  const head = await header(sessions.owner, options, await countRows(sessions.owner))
  printHeader(head)
  if (options.capacity) {
    const sizes = await measureSizes(sessions.owner)
    const rates = await measureRates(cluster, sessions.owner, options)
    printCapacity(sizes, rates)
    save(options, { header: head, sizes, rates })
    return
  }
  const paths = [
    ...(await homePaths(sessions, options.scale)),
    ...(await explorePaths(sessions)),
    ...(await listPaths(sessions)),
    ...(await notificationPaths(sessions)),
    ...(await searchPaths(sessions)),
    ...(await suggestionPaths(sessions)),
    ...(await hashtagPaths(sessions)),
    ...(await postSearchPaths(sessions, options.scale)),
    ...(await tablePaths(sessions)),
    ...(await postingPaths(sessions)),
    ...(await limitPaths(sessions)),
    ...(await callPaths(sessions)),
  ].filter((path) => path.name.includes(options.only))
  const reads = rowsOf(await measure(paths, options.rounds, options.samples))
  if (reads.length > 0) printTable(reads)
  if (options.plans) await printPlans(cluster, paths)
  const writes = options.operations > 0 ? await measureWrites(cluster, sessions, options) : []
  if (writes.length > 0) printWrites(writes)
  save(options, { header: head, reads, writes })
}

function save({ json }: Options, numbers: object): void {
  if (json) writeFileSync(json, `${JSON.stringify(numbers, null, 2)}\n`)
}
