import { expect, it } from 'vitest'
import { readTap } from '../../tools/test-runner/tap.ts'

it('the TAP reader returns the names of tests and the diagnostics of failed tests', () => {
  const lines = ['1..3', 'ok 1 - a', 'not ok 2 - b', '# have: 1', '# want: 2', 'ok 3 - c']
  const failure = 'not ok 2 - b\n# have: 1\n# want: 2'
  expect(readTap(lines)).toEqual([{ name: 'a' }, { name: 'b', failure }, { name: 'c' }])
})

it('a test file fails if its plan is missing, wrong or empty', () => {
  expect(readTap(['ok 1 - a'])[1]).toMatchObject({ failure: 'the file has no plan' })
  expect(readTap(['1..2', 'ok 1 - a'])[1]).toMatchObject({ failure: 'planned 2 tests but ran 1' })
  expect(readTap(['1..0'])[0]).toMatchObject({ failure: 'the file plans no tests' })
})

it('a test file fails if an SQL error ends it, and a failed test marked as TODO counts as passed', () => {
  const lines = ['1..1', 'not ok 1 - later # TODO soon']
  expect(readTap(lines)).toEqual([{ name: 'later # TODO soon' }])
  expect(readTap(lines, 'x.sql:5: boom')[1]).toMatchObject({ failure: 'x.sql:5: boom' })
})
