import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { root } from '../../tools/local-stack/paths.ts'

/** Runs a program in which nobody catches an error. */
function reject(error: string) {
  const program = `
    import { outliveLostConnections } from './tools/local-stack/pool.ts'
    outliveLostConnections()
    Promise.reject(${error})
    setTimeout(() => console.log('alive'), 50)`
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program]
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  return { status, stdout: stdout.trim() }
}

it.each([
  "Object.assign(new Error('write CONNECTION_DESTROYED'), { code: 'CONNECTION_DESTROYED' })",
  "Object.assign(new Error('terminating connection'), { code: '57P01', severity: 'FATAL' })",
])('the local stack outlives a lost connection that nobody can catch: %s', (error) => {
  expect(reject(error)).toEqual({ status: 0, stdout: 'alive' })
})

it('the local stack ends with any other error that nobody catches', () => {
  expect(reject("new Error('a defect')")).toEqual({ status: 1, stdout: '' })
})
