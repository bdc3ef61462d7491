import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import postgres from 'postgres'
import { applyMigrations, type MigrationFile } from '../../src/cli/upgrade/apply.ts'
import { SUPERUSER } from '../../tools/local-stack/postgres.ts'
import { linkDependencies } from '../../tools/releases/tree.ts'
import { unzipRelease } from '../../tools/releases/zip.ts'

type Sdk = typeof import('../../src/sdk/index.ts')

/** A release that was frozen as a zip, unpacked into a temporary folder. */
export interface FrozenRelease {
  /** The package folder of the release. */
  folder: string
  migrations: MigrationFile[]
  /** The forward migrations that the release contains. */
  upgrades: MigrationFile[]
  /** SQL that fills a new installation with rows. */
  dump: string
  /** Loads the SDK of the release. */
  sdk(): Promise<Sdk>
}

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
    folder,
    migrations: readMigrations(join(folder, 'supabase/migrations')),
    upgrades: readUpgrades(join(folder, 'supabase/upgrades')),
    dump: readFileSync(join(folder, 'dump.sql'), 'utf8'),
    sdk: () => import(pathToFileURL(join(folder, 'dist/index.js')).href),
  }
  unpacked.set(version, release)
  return release
}

/** Returns the migrations of a folder, in their order. */
export function readMigrations(folder: string): MigrationFile[] {
  return filesOf(folder).map((file) => {
    const [, version = '', name = ''] = /^(\d+)_(.*)\.sql$/.exec(file) ?? []
    return { version, name, text: readFileSync(join(folder, file), 'utf8') }
  })
}

/**
 * Returns the forward migrations of a folder. As `upgrade` does, each gets a version that is greater
 * than the versions of all migrations.
 */
function readUpgrades(folder: string): MigrationFile[] {
  return filesOf(folder).map((file, place) => {
    const [, name = ''] = /^[^_]+_(.*)\.sql$/.exec(file) ?? []
    const version = String(20990101000001 + place)
    return { version, name, text: readFileSync(join(folder, file), 'utf8') }
  })
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.sql'))
      .sort()
  } catch {
    return []
  }
}

/** Installs a frozen release in a new project, and fills it with the rows of the release. */
export async function installFrozen(url: string, release: FrozenRelease): Promise<void> {
  await withConnection(url, (sql) => applyMigrations(sql, release.migrations))
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
