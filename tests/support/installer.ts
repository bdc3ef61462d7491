import { execFile } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from '../../tools/local-stack/paths.ts'

const CLI = fileURLToPath(new URL('../../src/cli/cli.ts', import.meta.url))
const TSX = import.meta.resolve('tsx')

/** The result of a run of the CLI. */
export interface Run {
  code: number
  stdout: string
  stderr: string
}

/** The content of the files below a folder, by path. */
export type Files = Record<string, string>

/** Creates a temporary folder with files. The folder is removed when the process ends. */
export function temporaryFolder(files: Files = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'supabase-social-')))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  writeFiles(folder, files)
  return folder
}

/** Writes files and their folders. */
export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** Reads all files below a folder. */
export function readFiles(folder: string): Files {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  return Object.fromEntries(
    paths.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  )
}

/** Runs `npx supabase-social` in a folder, without building it first. */
export function runCli(
  folder: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Run> {
  const none = {
    SUPABASE_DB_URL: '',
    SUPABASE_URL: '',
    SUPABASE_SECRET_KEY: '',
    SUPABASE_PUBLISHABLE_KEY: '',
  }
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', TSX, CLI, ...args],
      { cwd: folder, env: { ...process.env, ...none, ...env }, maxBuffer: 32 * 1024 * 1024 },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
}

/**
 * Creates the package folder of a made-up release. Its migrations and functions are small, so that a
 * test reads what `init` and `upgrade` do with them.
 */
export function madeUpRelease(version: string, files: Files): string {
  const manifest = JSON.stringify({ name: 'supabase-social', version })
  return temporaryFolder({ 'package.json': manifest, ...files })
}

/** Copies the package folder of this repository: what `npm pack` takes, apart from the SDK. */
export function copyOwnRelease(): string {
  const folder = temporaryFolder()
  for (const path of ['package.json', 'supabase/migrations', 'supabase/functions'])
    cpSync(join(root, path), join(folder, path), { recursive: true })
  return folder
}
