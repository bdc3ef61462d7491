import { expect } from 'vitest'
import { initCommand } from '../../src/cli/init-command.ts'
import { CONFIG } from '../../src/cli/project/config.ts'
import { type Files, madeUpRelease, type Run, readFiles, runCommand } from './installer.ts'

export const CONFIG_TEXT = `# ours
project_id = "host" # the name

[api]
schemas = ["public", "graphql_public"] # what apps see
max_rows = 1000

[functions.hello]
verify_jwt = true
`

/** A project of somebody else, with a migration that is dated after today. */
export const HOST: Files = {
  [CONFIG]: CONFIG_TEXT,
  'supabase/migrations/20301231235959_host_social_table.sql': 'create table public.friends ();\n',
  'supabase/functions/hello/index.ts': 'export {}\n',
}

export const INGEST = 'supabase/functions/social-ingest'
export const WORKER = 'supabase/functions/social-worker'

export const RECOVERY = 'supabase/templates/social-recovery.html'

/** A small release, so that a test reads what init does with it. */
export const small = madeUpRelease('1.0.0', {
  'supabase/migrations/20260101000100_social_foundation.sql': 'create schema social;\n',
  'supabase/migrations/20260101000200_social_accounts.sql': '-- accounts\n',
  [`${INGEST}/index.ts`]: '// ingest\n',
  [`${INGEST}/index.test.ts`]: '// a test\n',
  [`${WORKER}/index.ts`]: '// worker\n',
  [`${WORKER}/deno.json`]: '{}\n',
  [RECOVERY]: '<p>{{ .TokenHash }}</p>\n',
})

/** The paths that init gives the migrations of the small release in the project HOST. */
export const FOUNDATION = 'supabase/migrations/20310101000000_social_foundation.sql'
export const ACCOUNTS = 'supabase/migrations/20310101000001_social_accounts.sql'

/** Runs init from the small release in a folder. */
export function init(folder: string, ...args: string[]): Promise<Run> {
  return runCommand(initCommand, folder, ['--package', small, ...args])
}

/** Runs init and expects that it refuses for the given reason, and that no file changed. */
export async function expectRefusal(
  folder: string,
  says: string,
  ...args: string[]
): Promise<void> {
  const before = readFiles(folder)
  const { code, stderr } = await init(folder, ...args)
  expect(stderr).toContain(says)
  expect(stderr).not.toContain('    at ') // no stack trace
  expect(code).toBe(2)
  expect(readFiles(folder)).toEqual(before)
}
