import { expect, it } from 'vitest'
import { readTap } from '../../tools/test-runner/tap.ts'

it('counts what passed and shows what failed with its diagnostics', () => {
  const lines = ['1..3', 'ok 1 - a', 'not ok 2 - b', '# have: 1', '# want: 2', 'ok 3 - c']
  const failures = ['not ok 2 - b', '# have: 1', '# want: 2']
  expect(readTap(lines)).toEqual({ passed: 2, failed: 1, failures })
})

it('fails a file without a plan, with a wrong plan or with an empty one', () => {
  expect(readTap(['ok 1 - a'])).toMatchObject({ failed: 1, failures: ['the file has no plan'] })
  expect(readTap(['1..2', 'ok 1 - a'])).toMatchObject({
    failed: 1,
    failures: ['planned 2 tests but ran 1'],
  })
  expect(readTap(['1..0'])).toMatchObject({ failed: 1 })
})

it('fails a file that an error ended, and takes a test that is to do for no failure', () => {
  const lines = ['1..1', 'not ok 1 - later # TODO soon']
  expect(readTap(lines)).toMatchObject({ passed: 1, failed: 0 })
  expect(readTap(lines, 'x.sql:5: boom')).toMatchObject({ failed: 1, failures: ['x.sql:5: boom'] })
})
