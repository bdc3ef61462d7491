import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { build } from '../../src/cli/prove/build.ts'
import { openAttackStack } from '../../tests/attacks/attack-stack.ts'
import { createTargets } from '../../tests/attacks/targets.ts'
import { oracle } from '../../tests/attacks/visibility.ts'
import { startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'
import { prepare, timeInDatabase } from './database.ts'
import { timeOverHttp } from './http.ts'
import { giveNames, pairs, searches } from './pairs.ts'
import { compare } from './welch.ts'
import { worlds } from './worlds.ts'

/**
 * `npm run timing [-- --over http] [--calls 10000] [--only like_post]` tests whether response times
 * reveal that a hidden row exists. It calls functions for hidden rows and for missing rows, in
 * random order. It also makes the same calls in two worlds that differ in a hidden row. Welch's t-test compares the times of these two kinds of calls.
 */
const { values } = parseArgs({
  options: {
    over: { type: 'string', default: 'database' },
    calls: { type: 'string', default: '10000' },
    only: { type: 'string', default: '' },
  },
})
const calls = Number(values.calls)
const LIMIT = 4.5
const distinct: string[] = []

function report(name: string, [hidden, nothing]: [number[], number[]]): void {
  const { t, difference } = compare(hidden, nothing)
  const isDistinct = Math.abs(t) >= LIMIT
  if (isDistinct) distinct.push(name)
  const line = [
    name.padEnd(66),
    t.toFixed(1).padStart(7),
    `${difference.toFixed(1)} µs`.padStart(11),
  ]
  console.log(line.join(' '), isDistinct ? ' distinguishable' : '')
}

await (values.over === 'http' ? overHttp() : inDatabase())
console.log(`${distinct.length} distinguishable (|t| of Welch's test ≥ ${LIMIT}), ${calls} calls`)
process.exit(0)

async function inDatabase(): Promise<void> {
  const database = await startThrowAwayDatabase()
  const sql = postgres(database.url, { max: 1, onnotice() {} })
  try {
    await migrate(database.url)
    const ids = await sql.begin((transaction) => build(transaction))
    await giveNames(sql, ids)
    await sql`vacuum analyze`
    await prepare(sql)
    const tried = [...pairs(ids), ...searches(), ...worlds(ids)]
    for (const pair of tried.filter(({ name }) => name.includes(values.only))) {
      const name = `${pair.name}: ${pair.why}`
      report(name, await timeInDatabase(sql, ids, pair, calls))
    }
  } finally {
    await sql.end()
    await database.stop()
  }
}

async function overHttp(): Promise<void> {
  const stack = await openAttackStack()
  try {
    await createTargets(stack)
    await stack.sql`vacuum analyze`
    for (const attack of (await oracle(stack)).filter(({ name }) => name.includes(values.only))) {
      report(attack.name, await timeOverHttp(stack, attack, calls))
    }
  } finally {
    await stack.close()
  }
}
