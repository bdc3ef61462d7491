import { spawnSync } from 'node:child_process'
import { Problem } from '../../src/cli/problem.ts'
import { connectionEnv } from './real-auth-env.ts'

/** Creates the tables of Auth with the migrations of a real Auth server. */
export function migrateRealAuth(program: string, database: string): void {
  const env = connectionEnv({ database, port: 0, origin: 'http://127.0.0.1', siteUrl: '' })
  const result = spawnSync(program, ['migrate'], { env, encoding: 'utf8' })
  if (result.status === 0) return
  const reason = result.error?.message ?? lastLine(result.stdout + result.stderr)
  throw new Problem(`The Auth server ${program} could not create its tables: ${reason}`)
}

/** Returns the last message that a real Auth server printed. */
export function lastLine(output: string): string {
  const line = output.trim().split('\n').at(-1) ?? 'no output'
  return /"msg":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? line
}
