import '../local-stack/node-version.ts'
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { root } from '../local-stack/paths.ts'
import { SUPERUSER } from '../local-stack/postgres.ts'
import { isShuttingDown, onShutdown } from '../local-stack/shutdown.ts'
import { type Bench, openBench } from './bench.ts'
import { type Mutant, numbered, textMutants } from './mutants.ts'
import { catalogMutants } from './objects.ts'
import { isOfSessions, races } from './races.ts'
import { loadResults, loadTriage, type Result, report, saveResult } from './results.ts'
import { connectTo, fails, lightOnes, Order, surveyTests } from './tests.ts'

/**
 * `npm run mutate [-- filter…]` makes one change ("mutant") of the schema at a time and runs the
 * tests that could notice the mutant. A mutant removes a guard, condition, right, policy, lock or
 * limit. Results are kept in .local/mutation.jsonl. A mutant runs again when its code changes.
 */
const { values: options, positionals: filters } = parseArgs({
  allowPositionals: true,
  options: {
    /** Runs only this number of mutants, chosen at equal distances from the list of all mutants. */
    sample: { type: 'string' },
    workers: { type: 'string', default: '3' },
    /** Reruns the survivors that nobody has triaged. */
    survivors: { type: 'boolean', default: false },
    /** Runs slow test files too. */
    thorough: { type: 'boolean', default: false },
    /** Runs only mutants of these kinds, such as `--kind guard --kind lock`. */
    kind: { type: 'string', multiple: true },
    again: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    /** Prints the score without running anything. */
    report: { type: 'boolean', default: false },
    /** Runs the tests of concurrent sessions on mutants of locks, before pgTAP. */
    races: { type: 'boolean', default: false },
  },
})

// Each worker has its own Postgres server. Feeds depend on snapshots, and a snapshot includes the
// transactions of all databases of a server.
const starting: Promise<Bench>[] = []
onShutdown(stopAll, 130)
const results = loadResults()
const triaged = loadTriage()
try {
  const mutants = await select(await open())
  if (options.list) for (const { id } of mutants) console.log(id)
  else if (!options.report) await tryAll(mutants.filter(isDue))
  if (!options.list) {
    const score = report(mutants, results)
    process.exitCode = score >= 0.95 ? 0 : 1
  }
} finally {
  if (!isShuttingDown()) await stopAll()
}

function open(): Promise<Bench> {
  const bench = openBench()
  starting.push(bench)
  return bench
}

async function stopAll(): Promise<void> {
  for (const bench of starting.splice(0)) await bench.then(({ stop }) => stop())
}

async function select(bench: Bench): Promise<Mutant[]> {
  const sql = postgres(bench.url('postgres', SUPERUSER), { max: 1, onnotice() {} })
  const all = numbered([...textMutants(), ...(await catalogMutants(sql).finally(() => sql.end()))])
  const wanted = all
    .filter(({ kind }) => options.kind?.includes(kind) ?? true)
    .filter(({ id }) => filters.every((filter) => id.includes(filter)))
  const sample = Number(options.sample ?? wanted.length)
  const step = Math.max(1, wanted.length / sample)
  return wanted.filter((_, place) => Math.floor(place % step) === 0).slice(0, sample)
}

function isDue({ id, hash }: Mutant): boolean {
  const last = results.get(id)
  if (options.survivors) return last?.hash === hash && last.outcome === 'survived' && !triaged[id]
  return options.again || last?.hash !== hash
}

async function tryAll(due: Mutant[]): Promise<void> {
  const [first, ...others] = starting
  while (others.length + 1 < Number(options.workers)) others.push(open())
  const benches = [(await first) as Bench, ...(await Promise.all(others))]
  const all = await surveyTests(benches[0] as Bench, console.log)
  const tests = options.thorough ? all : lightOnes(all)
  console.log(`${due.length} mutants, ${tests.length} of ${all.length} test files`)
  const order = new Order()
  const queue = [...due]
  let done = 0
  const worker = async (bench: Bench) => {
    for (let mutant = queue.shift(); mutant && !isShuttingDown(); mutant = queue.shift()) {
      const start = performance.now()
      const { outcome, by } = await attempt(bench, mutant)
      const ms = Math.round(performance.now() - start)
      const result: Result = { id: mutant.id, hash: mutant.hash, outcome, by, ms }
      results.set(mutant.id, result)
      saveResult(result)
      console.log(`${++done}/${due.length} ${outcome} ${ms} ms  ${mutant.id}  (${by})`)
    }
  }
  await Promise.all(benches.map(worker))

  type Outcome = Pick<Result, 'outcome' | 'by'>
  async function attempt(bench: Bench, mutant: Mutant): Promise<Outcome> {
    const name = 'mutant'
    try {
      const refusal = await bench.copy(name, mutant)
      if (refusal) return { outcome: 'invalid', by: refusal }
      // Only the tests of concurrent sessions can notice a removed lock.
      if (options.races && isOfSessions(mutant)) {
        const lost = await races(bench, name)
        if (lost) return { outcome: 'killed', by: lost }
        // The tests of concurrent sessions leave rows behind, and pgTAP expects an empty database.
        await bench.drop(name)
        await bench.copy(name, mutant)
      }
      const sql = connectTo(bench.url(name))
      try {
        for (const { file } of order.of(mutant, tests)) {
          // Run a failed test again, because a test can fail by chance on a busy machine.
          if (!(await fails(sql, file)) || !(await fails(sql, file))) continue
          order.won(mutant, file)
          return { outcome: 'killed', by: relative(root, file) }
        }
      } finally {
        await sql.end()
      }
      return { outcome: 'survived', by: '' }
    } finally {
      await bench.drop(name)
    }
  }
}
