import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Problem } from '../src/cli/problem.ts'
import { connect } from '../tools/local-stack/bootstrap.ts'
import { migrate } from '../tools/local-stack/migrate.ts'
import { root } from '../tools/local-stack/paths.ts'
import { namesOf, type Rename } from './names.ts'

const FOLDER = 'supabase/migrations'
const DATABASE = 'beside'

/**
 * An earlier build: its migration files, and a translation from today's names to the names in that
 * build.
 */
export interface Build {
  /** The first ten characters of the commit's hash. */
  commit: string
  folder: string
  rename: Rename
  discard(): void
}

/** Copies the migrations of a commit from git into a temporary folder. */
export function buildOf(revision: string): Build {
  const commit = git('rev-parse', '--verify', '--quiet', `${revision}^{commit}`).trim()
  const files = git('ls-tree', '--name-only', commit, `${FOLDER}/`).trim().split('\n')
  if (files[0] === '') throw new Problem(`${revision} has no ${FOLDER}.`)
  const folder = mkdtempSync(join(tmpdir(), 'supabase-social-beside-'))
  mkdirSync(folder, { recursive: true })
  const texts = files.map((file) => git('show', `${commit}:${file}`))
  for (const [index, file] of files.entries()) {
    writeFileSync(join(folder, basename(file)), texts[index] ?? '')
  }
  return {
    commit: commit.slice(0, 10),
    folder,
    rename: namesOf(texts.join('\n')),
    discard: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function git(...args: string[]): string {
  try {
    const options = { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 } as const
    return execFileSync('git', args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  } catch {
    throw new Problem(`git ${args.join(' ')} failed: does this repository have that commit?`)
  }
}

/**
 * Returns the address of the second database of the cluster. The second database has the earlier
 * build.
 */
export function besideUrl(url: string): string {
  return url.replace(/\/postgres$/, `/${DATABASE}`)
}

/**
 * Copies the bootstrapped database, which does not have our migrations yet. Then applies the
 * migrations of the earlier build to the copy.
 */
export async function createBeside(url: (role: string) => string, build: Build): Promise<void> {
  const sql = connect(url('supabase_admin').replace(/\/postgres$/, '/template1'))
  try {
    await sql.unsafe(`create database ${DATABASE} template postgres owner postgres`)
    await sql.unsafe(`alter database ${DATABASE} set timezone = 'UTC'`)
  } finally {
    await sql.end()
  }
  await migrate(besideUrl(url('postgres')), build.folder)
}
