import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { ownDatabase } from '../support/own-database.ts'
import { valuesOf } from '../support/studio-catalog.ts'
import { edit, kinds } from '../support/studio-statements.ts'
import { openStudio } from '../support/studio-world.ts'

// An edit may change every limit of the installation, so the test needs a database of its own.
const database = await ownDatabase()
const studio = await openStudio(database.url)
const seen = { refused: 0, verified: 0, calls: 0 }
afterAll(async () => {
  await studio.close()
  await database.stop()
  console.log(`${seen.calls} calls, ${seen.refused} edits refused, ${seen.verified} verified`)
})

test('before the first edit, everything verifies', async () => {
  expect(await studio.try('select 1', false)).toMatchObject({ refusal: null, faults: [] })
})

const turn = fc.record({ edit, call: edit, isKept: fc.nat(3).map((one) => one > 0) })

test('an edit of any row in Studio is refused, or every counter, list, file and read is right after it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(turn, { minLength: 40, maxLength: 60, size: 'max' }),
      async (turns) => {
        for (const { edit, call, isKept } of turns) {
          expect(await studio.call(call)).toBe(null)
          seen.calls++
          const outcome = await studio.edit(edit, isKept)
          if (!outcome) continue
          expect(outcome.faults, outcome.statement.slice(0, 500)).toEqual([])
          seen[outcome.refusal ? 'refused' : 'verified']++
        }
      },
    ),
    { numRuns: Number(process.env.SOCIAL_RUNS ?? 1), endOnFailure: true },
  )
}, 1_800_000)

test.runIf(process.env.SOCIAL_STUDIO === 'all')(
  'every kind of edit with every value of every column is refused, or everything verifies',
  async () => {
    const wrong: string[] = []
    for (const [table, { columns }] of studio.tables.entries())
      for (const kind of kinds) {
        const steps = columns.flatMap((each, column) =>
          [...valuesOf(each), null, null, null].map((_, value) => ({
            ...{ do: kind, table, column, value, row: 3 * value, other: value + 1 },
          })),
        )
        while (steps.length)
          for (const { statement, faults } of await studio.tryAll(steps.splice(0, 14)))
            wrong.push(`${statement.slice(0, 500)}: ${faults}`)
      }
    expect(wrong).toEqual([])
  },
  7_200_000,
)

const mistakes: Record<string, (table: string, role: string) => string> = {
  'a permissive policy': (table) =>
    `create policy mistake on ${table} for all to public using (true) with check (true)`,
  'a grant': (table, role) => `grant usage on schema social_private to ${role};
    grant select, insert, update, delete on ${table} to ${role}`,
}

test.each(Object.keys(mistakes))(
  'with %s on every table by mistake, nobody writes by the Data API',
  async (name) => {
    for (const role of ['anon', 'authenticated'])
      expect(await studio.written(mistakes[name] as (typeof mistakes)[string], role)).toEqual([])
  },
)
