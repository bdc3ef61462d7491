import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type postgres from 'postgres'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openRelease, type Release } from '../../src/cli/project/release.ts'
import { applyMigrations, type MigrationFile } from '../../src/cli/upgrade/apply.ts'
import { startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { root } from '../../tools/local-stack/paths.ts'
import { changedFiles, listRelease, readReleases } from '../../tools/releases/released.ts'
import { catalogOf } from '../support/catalog.ts'
import { frozenRelease, migrationsOf, upgradesOf, withConnection } from '../support/releases.ts'

const released = readReleases()
const newest = released.at(-1)

test('no file of a published release was changed, added or removed', () => {
  expect(changedFiles(released)).toEqual([])
})

test.each(['README.md', 'docs/getting-started.md'])(
  '%s says how to install the package',
  (page) => {
    const text = readFileSync(join(root, page), 'utf8')
    // Until a release is published, `npm install supabase-social` answers 404.
    expect(/not\s+published\s+yet/.test(text)).toBe(newest === undefined)
    expect(/npm install supabase-social/.test(text)).toBe(newest !== undefined)
  },
)

describe('the check of published releases', () => {
  const folder = mkdtempSync(join(tmpdir(), 'supabase-social-releases-'))
  const zip = join(folder, 'tests/fixtures/releases/0.3.0.zip')
  const upgrade = join(folder, 'supabase/upgrades/0.3.0_social_notes.sql')
  const check = () => changedFiles(readReleases(folder), folder)
  afterAll(() => rmSync(folder, { recursive: true }))

  beforeEach(() => {
    rmSync(folder, { recursive: true })
    for (const file of [zip, upgrade, join(folder, 'supabase/releases.json')]) {
      mkdirSync(dirname(file), { recursive: true })
    }
    writeFileSync(join(folder, 'supabase/releases.json'), '{ "releases": [] }')
    writeFileSync(zip, 'A zip')
    writeFileSync(upgrade, 'select 1')
    listRelease('0.3.0', folder)
  })

  test('accepts the files as they were published, and files of later releases', () => {
    writeFileSync(join(folder, 'supabase/upgrades/0.4.0_social_more.sql'), 'select 2')
    expect(Object.keys(readReleases(folder)[0]?.files ?? {})).toHaveLength(2)
    expect(check()).toEqual([])
  })

  test.each([zip, upgrade])('reports a changed file', (file) => {
    appendFileSync(file, ' ')
    const path = file.slice(folder.length + 1)
    expect(check()).toEqual([`${path} of release 0.3.0 was changed after its publication.`])
  })

  test.each([zip, upgrade])('reports a missing file', (file) => {
    rmSync(file)
    expect(check()).toEqual([`${file.slice(folder.length + 1)} of release 0.3.0 is missing.`])
  })

  test('reports a forward migration that was added to a published release', () => {
    writeFileSync(join(folder, 'supabase/upgrades/0.3.0_social_other.sql'), 'select 2')
    expect(check()).toHaveLength(1)
  })

  test('refuses to publish the same release twice', () => {
    expect(() => listRelease('0.3.0', folder)).toThrow(/already in/)
  })
})

describe('the migrations of this repository', () => {
  test('each forward migration is named after a release that is published or comes next', () => {
    const own = openRelease()
    const known = [...released.map(({ version }) => version), own.version]
    expect(own.upgrades.filter(({ release }) => !known.includes(release))).toEqual([])
    expect(unknownNames()).toEqual([])
  })

  // Without a published release, nobody has a database to upgrade.
  test.skipIf(!newest)(
    'an upgrade from the newest published release leads to the same as a new installation',
    async () => {
      const { upgraded, fresh } = await compare(String(newest?.version), openRelease())
      expect(upgraded).toEqual(fresh)
    },
    120_000,
  )

  test('the comparison of an upgrade with a new installation detects a forgotten change', async () => {
    const next = frozenRelease('0.0.2-fixture')
    const { old, upgraded, fresh } = await compare('0.0.1-fixture', next)
    expect(upgraded).toEqual(fresh)
    const forgotten = fresh.filter((line) => !old.includes(line)).join('\n')
    expect(forgotten).toMatch(/^column social\.saves\.note /m)
    expect(forgotten).toMatch(/^function social_private\.save_post\(/m)
    expect(forgotten).toMatch(/^policy social_read_own /m)
    expect(forgotten).toMatch(/^type social\.report_reason .*misinformation/m)
    expect(forgotten).toMatch(/^row of social_private\.errors: .*note_too_long/m)
  }, 120_000)
})

/** Files in supabase/upgrades that `upgrade` would ignore because of their names. */
function unknownNames(): string[] {
  const used = new Set(openRelease().upgrades.map(({ source }) => source))
  try {
    const names = readdirSync(join(root, 'supabase/upgrades'))
    return names.filter((name) => name !== 'README.md' && !used.has(`supabase/upgrades/${name}`))
  } catch {
    return [] // no forward migration exists yet
  }
}

/**
 * Describes an installation of an old release, the same installation after its upgrade, and a new
 * installation. Nobody uses these installations, so all their rows come from migrations.
 */
async function compare(from: string, to: Release) {
  const [[old, upgraded], [fresh]] = await Promise.all([
    describeAfter([migrationsOf(frozenRelease(from)), upgradesOf(to, from)]),
    describeAfter([migrationsOf(to)]),
  ])
  return { old: old ?? [], upgraded: upgraded ?? [], fresh: fresh ?? [] }
}

/** Applies groups of migrations to a new database, and describes the database after each group. */
async function describeAfter(groups: MigrationFile[][]): Promise<string[][]> {
  const database = await startThrowAwayDatabase()
  try {
    return await withConnection(database.url, async (sql) => {
      const descriptions: string[][] = []
      for (const files of groups) {
        await applyMigrations(sql, files)
        const schemas = ['social', 'social_private', 'auth', 'storage']
        descriptions.push([...(await catalogOf(sql, { schemas })), ...(await rowsIn(sql))])
      }
      return descriptions
    })
  } finally {
    await database.stop()
  }
}

/** Returns all rows of our tables and all buckets, without times and without the random secret. */
async function rowsIn(sql: postgres.Sql): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select oid::regclass::text as name from pg_class
    where relkind = 'r' and (
      relnamespace::regnamespace::text in ('social', 'social_private')
        and relname <> 'cursor_secrets'
      or oid = 'storage.buckets'::regclass
    ) order by 1`
  const lines: string[] = []
  for (const { name } of tables) {
    const rows = await sql.unsafe<{ row: string }[]>(
      `select (to_jsonb(r) - 'created_at' - 'updated_at')::text as row from ${name} as r order by 1`,
    )
    lines.push(...rows.map(({ row }) => `row of ${name}: ${row}`))
  }
  return lines
}
