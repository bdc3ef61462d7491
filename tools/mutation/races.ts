import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { stormsOfCounts } from '../../tests/support/storms-of-counts.ts'
import { stormsOfPeople } from '../../tests/support/storms-of-people.ts'
import { stormsOfPosts } from '../../tests/support/storms-of-posts.ts'
import { openWorld } from '../../tests/support/world.ts'
import { root } from '../local-stack/paths.ts'
import type { Bench } from './bench.ts'
import type { Mutant } from './mutants.ts'

/** The test files for concurrent sessions, the fastest first. These tests need only a database. */
const FILES = ['locks', 'claims', 'races'].map((name) => `tests/integration/${name}.test.ts`)

let calm: Promise<string[]> | undefined

/** Tells whether only tests of concurrent sessions can notice a mutant. */
export function isOfSessions({ id }: Mutant): boolean {
  return /\block|serialize_account_erasure|serialize_erasure|for (update|share|no key|key)|consume_rate_limit/.test(
    id,
  )
}

/**
 * Returns the first test file or stress test ("storm") that fails on the mutant, or undefined if
 * all tests pass.
 */
export async function races(bench: Bench, name: string): Promise<string | undefined> {
  for (const file of FILES) if (!(await passes(file, bench.url(name)))) return file
  calm ??= calmStorms(bench)
  for (const storm of await calm) if (await rages(storm, bench.url(name))) return storm
  return undefined
}

async function passes(file: string, databaseUrl: string): Promise<boolean> {
  const require = createRequire(import.meta.url)
  const vitest = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs')
  const env = {
    ...process.env,
    SOCIAL_DATABASE_URL: databaseUrl,
    SOCIAL_MUTANT_URL: databaseUrl,
  }
  const child = spawn(process.execPath, [vitest, 'run', '--bail=1', file], {
    cwd: root,
    env,
    stdio: 'ignore',
  })
  return (await new Promise((resolve) => child.once('close', resolve))) === 0
}

/** Returns the stress tests ("storms") that pass on the unchanged schema. */
async function calmStorms(bench: Bench): Promise<string[]> {
  await bench.copy('calm')
  const found: string[] = []
  for (const storm of Object.keys({ ...stormsOfPeople, ...stormsOfPosts, ...stormsOfCounts })) {
    if (!(await rages(storm, bench.url('calm')))) found.push(storm)
  }
  await bench.drop('calm')
  console.log(`${found.length} stress tests pass on the unchanged schema: ${found.join(', ')}`)
  return found
}

async function rages(name: string, url: string): Promise<boolean> {
  const storm = { ...stormsOfPeople, ...stormsOfPosts, ...stormsOfCounts }[name]
  const world = openWorld(url)
  try {
    await world.sql`update social_private.rate_limits set hourly = null, daily = null`
    const { contradictions, impolite } = (await storm?.(world)) ?? {
      contradictions: 0,
      impolite: [],
    }
    const drift = await world.sql`select from social_private.verify_counters()`
    return contradictions > 0 || impolite.length > 0 || drift.length > 0
  } catch {
    return true
  } finally {
    await world.close()
  }
}
