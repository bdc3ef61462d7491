import { expect, it } from 'vitest'
import { exceptions } from '../../tools/lint/exceptions.ts'
import { rules } from '../../tools/lint/rules.ts'
import { readMigrations, readSchema } from '../../tools/lint/schema.ts'
import { migrationsFolder } from '../../tools/local-stack/paths.ts'

const schema = readSchema(readMigrations(migrationsFolder))

it('the linter reads every migration', () => {
  expect(schema.routines.length).toBeGreaterThan(300)
  expect(schema.triggers.length).toBeGreaterThan(30)
  expect(schema.codes.size).toBeGreaterThan(70)
})

it.each(rules)('the migrations follow the rule: $title', ({ find }) => {
  expect(find(schema).map(({ where, what }) => `${where}: ${what}`)).toEqual([])
})

it('every exception from a rule of the linter has a reason', () => {
  const { longFunctions, forwardCalls, caughtCalls, neverRaised } = exceptions
  const reasons = [longFunctions, forwardCalls, caughtCalls].flatMap(Object.values)
  for (const reason of [...reasons, ...neverRaised.map(({ why }) => why)]) {
    expect(reason.length).toBeGreaterThan(20)
  }
})
