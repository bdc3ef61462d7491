import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import postgres from 'postgres'
import { compareReleases, openRelease, type Release } from '../../src/cli/project/release.ts'
import { applyMigrations, type MigrationFile } from '../../src/cli/upgrade/apply.ts'
import { SUPERUSER } from '../../tools/local-stack/postgres.ts'
import { linkDependencies } from '../../tools/releases/tree.ts'
import { unzipRelease } from '../../tools/releases/zip.ts'

type Sdk = typeof import('../../src/sdk/index.ts')

/** A release that was frozen as a zip, unpacked into a temporary folder. */
export interface FrozenRelease extends Release {
  /** SQL that fills a new installation with rows. */
  dump: string
  /** Loads the SDK of the release. */
  sdk(): Promise<Sdk>
}

/**
 * Completes the logins of a dump. The first fixtures are older than the tables of Auth in the local
 * stack, and their rows lack values without which Auth cannot read a user.
 */
const COMPLETE_LOGINS = `
  update auth.users set
    instance_id = '00000000-0000-0000-0000-000000000000', aud = 'authenticated',
    role = 'authenticated', confirmation_token = '', recovery_token = '',
    email_change_token_new = '', email_change = '', phone_change = '', phone_change_token = '',
    email_change_token_current = '', reauthentication_token = '';`

const unpacked = new Map<string, FrozenRelease>()

/** Unpacks a frozen release. The folder is removed when the process ends. */
export function frozenRelease(version: string): FrozenRelease {
  const known = unpacked.get(version)
  if (known) return known
  const folder = mkdtempSync(join(tmpdir(), `supabase-social-${version}-`))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const zip = new URL(`../fixtures/releases/${version}.zip`, import.meta.url)
  unzipRelease(readFileSync(zip), folder)
  linkDependencies(folder)
  const release: FrozenRelease = {
    ...openRelease(folder),
    dump: readFileSync(join(folder, 'dump.sql'), 'utf8') + COMPLETE_LOGINS,
    sdk: () => import(pathToFileURL(join(folder, 'dist/index.js')).href),
  }
  unpacked.set(version, release)
  return release
}

/** Returns the migrations of a new installation of a release. */
export function migrationsOf(release: Release): MigrationFile[] {
  return release.migrations.map(({ source, bytes }) => {
    const [, version = '', name = ''] = /(\d+)_(\w+)\.sql$/.exec(source) ?? []
    return { version, name, text: bytes.toString('utf8') }
  })
}

/**
 * Returns the forward migrations from an older release to a release. As `upgrade` does, gives each a
 * version that is greater than the versions of all migrations.
 */
export function upgradesOf(release: Release, from: string): MigrationFile[] {
  const later = release.upgrades.filter((upgrade) => compareReleases(upgrade.release, from) > 0)
  return later.map(({ source, bytes }, place) => {
    const [, name = ''] = /[^/_]+_(\w+)\.sql$/.exec(source) ?? []
    return { version: String(20990101000001 + place), name, text: bytes.toString('utf8') }
  })
}

/** Installs a frozen release in a new project, and fills it with the rows of the release. */
export async function installFrozen(url: string, release: FrozenRelease): Promise<void> {
  await withConnection(url, (sql) => applyMigrations(sql, migrationsOf(release)))
  const asSuperuser = url.replace('//postgres:', `//${SUPERUSER}:`)
  await withConnection(asSuperuser, (sql) => sql.unsafe(release.dump))
}

/** Opens a connection, runs `use`, and closes the connection. */
export async function withConnection<T>(
  url: string,
  use: (sql: postgres.Sql) => Promise<T>,
): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice() {} })
  try {
    return await use(sql)
  } finally {
    await sql.end()
  }
}
