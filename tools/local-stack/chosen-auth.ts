import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { Problem } from '../../src/cli/problem.ts'

/**
 * Returns the path of the real Auth server that runs in place of `@supabase/lite`, or undefined.
 * The option `--auth` sets the environment variable, because the tests start stacks in several
 * processes.
 */
export function chosenAuth(): string | undefined {
  return process.env.SOCIAL_AUTH || undefined
}

/** Makes this process, and the processes that it starts, use a real Auth server. */
export function chooseAuth(path: string): void {
  const program = resolve(path)
  const { status, stdout, error } = spawnSync(program, ['version'], {
    encoding: 'utf8',
    timeout: 10_000,
  })
  if (status !== 0 || !stdout.trim()) {
    const reason = error ? `: ${error.message}` : ', because "version" prints no version'
    throw new Problem(`--auth ${path} is not an Auth server of Supabase${reason}.`)
  }
  process.env.SOCIAL_AUTH = program
}
