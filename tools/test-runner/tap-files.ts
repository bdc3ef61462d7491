import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vitest/config'

const runners: [RegExp, string][] = [
  [/\.test\.sql$/, fileURLToPath(new URL('pgtap-file.ts', import.meta.url))],
  [/\/supabase\/functions\/.*\.test\.ts$/, fileURLToPath(new URL('deno-file.ts', import.meta.url))],
]

/**
 * Lets vitest run test files that other programs execute: pgTAP files run in Postgres, and tests of
 * edge functions run in Deno. Both print TAP, and each TAP test becomes a vitest test.
 */
export function tapFiles(): Plugin {
  return {
    name: 'tap-files',
    enforce: 'pre',
    load(id) {
      const [file = ''] = id.split('?')
      const [, runner] = runners.find(([pattern]) => pattern.test(file)) ?? []
      if (!runner) return null
      return `import { run } from ${JSON.stringify(runner)}\nawait run(${JSON.stringify(file)})`
    },
  }
}
