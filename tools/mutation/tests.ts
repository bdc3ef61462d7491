import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import postgres from 'postgres'
import { root } from '../local-stack/paths.ts'
import { SUPERUSER } from '../local-stack/postgres.ts'
import { findTests, runOn } from '../test-runner/pgtap.ts'
import { readTap } from '../test-runner/tap.ts'
import type { Bench } from './bench.ts'
import type { Mutant } from './mutants.ts'

/** A pgTAP file, the functions that it calls, and its running time on the unchanged schema. */
export interface Test {
  file: string
  functions: Set<string>
  /** Whether the file reads the catalog. A file that reads the catalog can notice any change. */
  readsCatalog: boolean
  ms: number
}

/** A slow file takes more than 15 times the median time. It runs only with `--thorough`. */
const HEAVY = 15

/** Runs a file and returns its first failure, if any. */
export async function fails(sql: postgres.Sql, file: string): Promise<string | undefined> {
  const { lines, error } = await runOn(sql, file)
  const failures = readTap(lines, error).flatMap(({ failure }) => failure ?? [])
  await sql.unsafe('rollback')
  await sql.unsafe('discard all')
  return failures[0]?.split('\n')[0]
}

export function connectTo(url: string): postgres.Sql {
  // The timeouts end a mutant that loops forever.
  const connection = { statement_timeout: 120_000, lock_timeout: 10_000 }
  return postgres(url, { max: 1, onnotice() {}, connection })
}

/**
 * Returns the test files that pass on the unchanged schema, with the functions that each file
 * calls.
 */
export async function surveyTests(bench: Bench, say: (line: string) => void): Promise<Test[]> {
  await bench.copy('survey')
  const admin = postgres(bench.url('survey', SUPERUSER), { max: 1, onnotice() {} })
  await admin.unsafe(`alter database survey set track_functions = 'all'`)
  const sql = connectTo(bench.url('survey'))
  const tests: Test[] = []
  for (const file of findTests([])) {
    await admin.unsafe('select pg_stat_reset()')
    const start = performance.now()
    const reason = await fails(sql, file)
    const ms = performance.now() - start
    if (reason) {
      say(`skipped, because it fails on the unchanged schema: ${relative(root, file)}: ${reason}`)
      continue
    }
    await sql.unsafe('select pg_stat_force_next_flush()')
    await sql.unsafe('select')
    const rows = await admin.unsafe(
      `select schemaname || '.' || funcname as name from pg_stat_user_functions
      where schemaname in ('social', 'social_private')`,
    )
    const readsCatalog =
      /\bpg_(proc|class|polic|trigger|constraint|index|namespace|attribute)/.test(
        readFileSync(file, 'utf8'),
      )
    tests.push({ file, functions: new Set(rows.map(({ name }) => name)), readsCatalog, ms })
  }
  await Promise.all([sql.end(), admin.end()])
  await bench.drop('survey')
  return tests.sort((a, b) => a.ms - b.ms)
}

/** Returns the test files that are not slow (see HEAVY). */
export function lightOnes(tests: Test[]): Test[] {
  const median = tests[Math.floor(tests.length / 2)]?.ms ?? 0
  return tests.filter(({ ms }) => ms <= HEAVY * median)
}

/**
 * Remembers which test files noticed which mutants. The test file that will most likely notice the
 * next mutant runs first.
 */
export class Order {
  #kills = new Map<string, number>()

  won(mutant: Mutant, file: string): void {
    for (const key of [mutant.object, mutant.kind]) {
      const place = `${key} ${file}`
      this.#kills.set(place, (this.#kills.get(place) ?? 0) + 1)
    }
  }

  /** Returns the test files that can notice a mutant, the likeliest first. */
  of(mutant: Mutant, tests: Test[]): Test[] {
    const kills = (key: string, { file }: Test) => this.#kills.get(`${key} ${file}`) ?? 0
    const calls = tests.some(({ functions }) => functions.has(mutant.object))
    const able = tests.filter(
      (test) => !calls || test.readsCatalog || test.functions.has(mutant.object),
    )
    const isShape = /^(attribute|grant|revoke|policy|row security)/.test(mutant.kind)
    const score = (test: Test) =>
      100 * kills(mutant.object, test) +
      (isShape ? 10 : 0.5) * kills(mutant.kind, test) +
      (test.readsCatalog === isShape ? 5 : 0) +
      2 * inCommon(mutant.object, test.file) -
      test.functions.size / 100 -
      test.ms / 1000
    return able.sort((a, b) => score(b) - score(a))
  }
}

/**
 * Returns how many words of a function name also occur in a path. For example, `add_comment` and
 * `comments/…` have one word in common.
 */
function inCommon(name: string, path: string): number {
  const words = name.replace(/^\w+\.|\(.*/g, '').split(/[^a-z]+/)
  return words.filter((word) => word.length > 3 && path.includes(word.replace(/s$/, ''))).length
}
