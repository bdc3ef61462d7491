import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Problem } from '../../src/cli/problem.ts'
import type { Major } from './versions.ts'

/**
 * Copies Debian's Postgres to the temp folder, so that pgTAP can be added without a change of the
 * system. Postgres finds its libraries and its share folder relative to the program, so a copy runs
 * if the folders keep their places below `prefix`.
 */
export function copyDebian(major: Major, prefix = '/usr'): { bin: string; extensions: string } {
  const inside = `lib/postgresql/${major}`
  const program = join(prefix, inside, 'bin', 'postgres')
  if (!existsSync(program)) {
    throw new Problem(
      `Postgres ${major} is not in ${join(prefix, inside)}: on Debian 12 run ` +
        `apt-get install postgresql-${major}.`,
    )
  }
  const share = `share/postgresql/${major}`
  const copy = copyOnce(`debian-${versionOf(program)}`, (target) => {
    for (const part of [inside, share]) copyTree(join(prefix, part), join(target, part))
  })
  return { bin: join(copy, inside, 'bin'), extensions: join(copy, share, 'extension') }
}

/**
 * Adds an extension from a package of Debian to the copy of Postgres, because the copy may be older
 * than the package.
 */
export function addExtension(name: string, major: Major, prefix = '/usr'): void {
  const { bin, extensions } = copyDebian(major, prefix)
  const library = join(prefix, `lib/postgresql/${major}/lib/${name}.so`)
  if (!existsSync(library)) {
    throw new Problem(
      `The extension ${name} of Postgres ${major} is not installed: on Debian 12 run ` +
        `apt-get install postgresql-${major}-${name.replaceAll('_', '-')}.`,
    )
  }
  copyFile(library, join(bin, '../lib', `${name}.so`))
  const scripts = join(prefix, `share/postgresql/${major}/extension`)
  for (const file of readdirSync(scripts)) {
    if (file.split(/\.|--/)[0] === name) copyFile(join(scripts, file), join(extensions, file))
  }
}

/** Copies a file in one step and once, because servers may be using the copy. */
function copyFile(from: string, to: string): void {
  if (existsSync(to)) return
  const partial = `${to}.${process.pid}`
  cpSync(from, partial)
  renameSync(partial, to)
}

/**
 * Fills a folder in the temp folder, once per `name`. Later calls reuse the folder if it belongs to
 * the account of this process.
 */
export function copyOnce(name: string, fill: (target: string) => void): string {
  const copy = join(tmpdir(), `supabase-social-postgres-${name}`)
  if (existsSync(copy) && statSync(copy).uid === (process.getuid?.() ?? 0)) return copy
  const partial = `${copy}.${process.pid}`
  rmSync(copy, { recursive: true, force: true })
  fill(partial)
  try {
    renameSync(partial, copy)
  } catch (error) {
    // Another process may have made the same copy meanwhile.
    if (!existsSync(copy)) throw error
    rmSync(partial, { recursive: true, force: true })
  }
  return copy
}

export function copyTree(from: string, to: string): void {
  cpSync(from, to, { recursive: true, verbatimSymlinks: true })
}

function versionOf(program: string): string {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' })
  return /(\d+\.\d+)/.exec(stdout ?? '')?.[1] ?? 'unknown'
}
