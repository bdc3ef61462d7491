import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { connect } from '../local-stack/bootstrap.ts'
import { startThrowAwayDatabase } from '../local-stack/database.ts'
import { migrate } from '../local-stack/migrate.ts'
import { root } from '../local-stack/paths.ts'
import { dumpRows } from './dump.ts'
import { populate } from './populate.ts'
import { listRelease } from './released.ts'
import { buildSdk, copyRelease } from './tree.ts'
import { zipRelease } from './zip.ts'

const USAGE = 'Usage: npm run release:freeze -- <version> [--patch <file>]'

/**
 * Freezes a release: writes a zip of its migrations, functions, SDK and forward migrations, and of
 * the rows of a populated database. Tests install the zip and upgrade it.
 */
async function freeze(version: string, patch?: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'supabase-social-release-'))
  try {
    copyRelease(folder, version, patch)
    await buildSdk(folder)
    writeFileSync(join(folder, 'dump.sql'), await dumpOf(join(folder, 'supabase/migrations')))
    const zip = zipRelease(folder)
    const file = `tests/fixtures/releases/${version}.zip`
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), zip)
    console.log(`${file}: ${zip.length} bytes`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  // Fixtures are never published, so they are not in the list of releases.
  if (!version.endsWith('-fixture')) listRelease(version)
}

/** Installs the migrations, populates the database, and returns its rows as SQL. */
async function dumpOf(migrations: string): Promise<string> {
  const database = await startThrowAwayDatabase()
  const sql = connect(database.url)
  try {
    await migrate(database.url, migrations)
    await populate(database.url)
    return await dumpRows(sql)
  } finally {
    await sql.end()
    await database.stop()
  }
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { patch: { type: 'string' } },
})
const [version] = positionals
if (!version || positionals.length > 1 || !/^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/.test(version)) {
  console.error(USAGE)
  process.exitCode = 2
} else {
  const { version: own } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  if (!version.endsWith('-fixture') && version !== own) {
    console.error(`package.json says ${own}. Set its version to ${version} before you freeze it.`)
    process.exitCode = 2
  } else {
    await freeze(version, values.patch)
  }
}
