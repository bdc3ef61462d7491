import '../local-stack/node-version.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'
import { Problem } from '../../src/cli/problem.ts'
import { connect } from '../local-stack/bootstrap.ts'
import { type Database, startThrowAwayDatabase } from '../local-stack/database.ts'
import { migrate } from '../local-stack/migrate.ts'
import { isShuttingDown, onShutdown } from '../local-stack/shutdown.ts'
import {
  exploreFigures,
  type Figure,
  newcomerFigures,
  suggestionFigures,
  trendFigures,
} from './measures.ts'

/**
 * `npm run quality` builds a population with known communities on a new database, runs the worker,
 * and prints how good suggestions, explore and trends are. Fails if a figure misses its goal.
 */
const MEASURES = [suggestionFigures, newcomerFigures, exploreFigures, trendFigures]
let starting: Promise<Database> | undefined
let missed = 0
onShutdown(async () => (await starting)?.stop(), 130)
try {
  starting = startThrowAwayDatabase()
  const database = await starting
  await migrate(database.url)
  const sql = connect(database.url)
  try {
    await sql.unsafe(readFileSync(join(import.meta.dirname, 'population.sql'), 'utf8'))
    await runWorker(sql)
    for (const measure of MEASURES) missed += await print(measure(sql))
  } finally {
    await sql.end()
    if (!isShuttingDown()) await database.stop()
  }
  console.log(missed === 0 ? '\nAll goals are reached.' : `\n${missed} goals are missed.`)
} catch (error) {
  missed++
  if (!isShuttingDown()) console.error(error instanceof Problem ? error.message : error)
}
if (!isShuttingDown()) process.exit(missed > 0 ? 1 : 0)

async function runWorker(sql: postgres.Sql): Promise<void> {
  const started = performance.now()
  for (let call = 1; call <= 500; call++) {
    const [row] = await sql<{ is_done: boolean }[]>`select * from social.run_maintenance(10000)`
    if (!row?.is_done) continue
    console.log(`The worker took ${Math.round(performance.now() - started)} ms in ${call} calls.\n`)
    return
  }
  throw new Problem('The worker did not finish within 500 calls.')
}

/** Prints figures. Returns how many of them miss their goal. */
async function print(measured: Promise<Figure[]>): Promise<number> {
  let misses = 0
  try {
    for (const { name, value, min, max } of await measured) {
      const isMissed = value < (min ?? Number.NEGATIVE_INFINITY) || value > (max ?? Infinity)
      const goal = min !== undefined ? `at least ${min}` : max !== undefined ? `at most ${max}` : ''
      const shown = Number.isInteger(value) ? String(value) : value.toFixed(3)
      console.log(`${name.padEnd(55)}${shown.padStart(8)}   ${isMissed ? 'MISSED ' : ''}${goal}`)
      if (isMissed) misses++
    }
  } catch (error) {
    console.log(`FAILED: ${(error as Error).message}`)
    misses++
  }
  return misses
}
