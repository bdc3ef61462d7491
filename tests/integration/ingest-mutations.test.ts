import { expect, it } from 'vitest'
import { openBench } from '../../tools/fuzz/bench.ts'
import { mutationOf } from '../../tools/fuzz/mutations.ts'
import { add, describe, emptySummary } from '../../tools/fuzz/results.ts'

/** How many mutations run here. `npm run fuzz:ingest` runs 10,000. */
const MUTATIONS = 300
/** The distance of the numbers of two mutations, so that all real files are mutated. */
const STEP = 33
/** Mutations that have found a fault. */
const FOUND = [4706, 8657]

it.runIf(process.platform === 'linux')(
  'ingesting damaged variations of real files gives no answer of 5xx, stores no metadata, leaves no file behind and stays within the limits of hosted edge functions',
  async () => {
    const summary = emptySummary()
    const bench = await openBench()
    try {
      const numbers = [...Array.from({ length: MUTATIONS }, (_, place) => place * STEP), ...FOUND]
      for await (const outcome of bench.attempts(numbers.map(mutationOf))) add(summary, outcome)
      summary.problems.push(...(await bench.leftovers()))
    } finally {
      await bench.stop()
    }
    console.log(describe(summary))
    expect(summary.problems).toEqual([])
    expect(summary.mutations).toBe(MUTATIONS + FOUND.length)
    expect(Object.keys(summary.answers)).toEqual(
      expect.arrayContaining(['stored', 'file_type_invalid', 'file_damaged']),
    )
  },
  600_000,
)
