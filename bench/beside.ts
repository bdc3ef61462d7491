import type postgres from 'postgres'
import { isShuttingDown, onShutdown } from '../tools/local-stack/shutdown.ts'
import type { Options } from './args.ts'
import { measurePairs, type Pair, type Side } from './beside-measure.ts'
import { excess, listed, printPairs } from './beside-report.ts'
import { type Build, besideUrl, buildOf, createBeside } from './builds.ts'
import { type Cluster, openCluster } from './cluster.ts'
import { countRows, generate } from './generate.ts'
import { keepNames } from './names.ts'
import { callPaths } from './paths-calls.ts'
import { commandPaths } from './paths-commands.ts'
import { homePaths } from './paths-home.ts'
import { listPaths } from './paths-lists.ts'
import { postingPaths } from './paths-posting.ts'
import { searchPaths } from './paths-search.ts'
import { tablePaths } from './paths-tables.ts'
import { header, printHeader } from './report.ts'
import { openSessions, type Sessions } from './sessions.ts'

/**
 * `npm run bench -- --beside COMMIT` compares this build with the build of an earlier commit. The
 * exit code is 1 when a benchmarked call of this build is slower than the limits allow.
 */
export async function runBeside(options: Options, revision: string): Promise<number> {
  const started = performance.now()
  const build = buildOf(revision)
  const cluster = await openCluster(undefined, options.scale, (url) => createBeside(url, build))
  onShutdown(() => cluster.stop(), 130)
  try {
    const all = await prepare(cluster, build, options)
    const pairs = all.filter(({ name }) => name.includes(options.only))
    await measurePairs(pairs, options.rounds, options.samples)
    const doubtful = pairs.filter(excess)
    if (doubtful.length > 0) {
      console.log(`Over a limit, so measured twice as often: ${listed(doubtful)}\n`)
      await measurePairs(doubtful, options.rounds, options.samples)
    }
    printPairs(pairs, build.commit)
    const slow = pairs.filter(excess)
    const seconds = ((performance.now() - started) / 1000).toFixed(0)
    console.log(`\n${pairs.length} paths, ${options.rounds} rounds, ${seconds} s in all.`)
    console.log(slow.length > 0 ? `Over a limit: ${listed(slow)}` : 'No path is over a limit.')
    return slow.length > 0 || pairs.length === 0 ? 1 : 0
  } finally {
    if (!isShuttingDown()) await cluster.stop()
    build.discard()
  }
}

/**
 * Fills the databases of both builds with the same rows, and pairs the benchmarked calls of the
 * builds.
 */
async function prepare(cluster: Cluster, build: Build, options: Options): Promise<Pair[]> {
  const url = (role: string) => cluster.url(role)
  const earlierUrl = (role: string) => besideUrl(cluster.url(role))
  const at = new Date()
  console.log('This build:')
  await generate(url('supabase_admin'), options.scale, keepNames, at)
  console.log(`${build.commit}:`)
  await generate(earlierUrl('supabase_admin'), options.scale, build.rename, at)
  await cluster.toMeasure(false)
  const sessions = await openSessions(url)
  printHeader(await header(sessions.owner, options, await countRows(sessions.owner)))
  const today = await sides(sessions, options)
  const earlier = await sides(await openSessions(earlierUrl, build.rename), options)
  return [...today].map(([name, side]) => {
    const other = earlier.get(name)
    if (!other) throw new Error(`${build.commit} has no path ${name}.`)
    return { name, today: side, earlier: other }
  })
}

/**
 * Returns our variants of all benchmarked calls, by name. This run leaves out the comparators of
 * the home feed, so every variant with a viewer is ours.
 */
async function sides(sessions: Sessions, options: Options): Promise<Map<string, Side>> {
  const paths = [
    ...(await homePaths(sessions, options.scale, false)),
    ...(await listPaths(sessions)),
    ...(await searchPaths(sessions)),
    ...(await tablePaths(sessions)),
    ...(await postingPaths(sessions)),
    ...(await commandPaths(sessions)),
    ...(await callPaths(sessions)),
  ]
  const found = new Map<string, Side>()
  for (const { name, variants, beforeRound } of paths) {
    for (const variant of variants.filter(({ viewer }) => viewer)) {
      const title = variant.name === 'ours' ? name : `${name}, ${variant.name}`
      const pid = await pidOf(variant.on[0])
      found.set(title, { variant, pid, beforeRound, clock: [], cpu: [] })
    }
  }
  return found
}

async function pidOf(sql: postgres.Sql): Promise<number> {
  const [row] = await sql.unsafe<{ pid: number }[]>('select pg_backend_pid() as pid')
  return row?.pid ?? 0
}
