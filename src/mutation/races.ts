import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { root } from '../local/paths.ts'
import type { Mutant } from './mutants.ts'

/** The tests in which sessions meet; they need a database and nothing else. */
const FILES = ['claims', 'races', 'storms'].map((name) => `src/tests/${name}.stack.test.ts`)

/** Whether a change of a lock makes a race end wrongly: the file that says so, or nothing. */
export async function races(mutant: Mutant, databaseUrl: string): Promise<string | undefined> {
  if (!/lock|conflict|for (update|share|key)|spend/.test(mutant.id)) return undefined
  const require = createRequire(import.meta.url)
  const vitest = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs')
  for (const file of FILES) {
    const env = { ...process.env, SOCIAL_DATABASE_URL: databaseUrl }
    const child = spawn(process.execPath, [vitest, 'run', '--bail=1', file], {
      cwd: root,
      env,
      stdio: 'ignore',
    })
    const code = await new Promise((resolve) => child.once('close', resolve))
    if (code !== 0) return file
  }
  return undefined
}
