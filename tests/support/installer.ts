import { execFile } from 'node:child_process'
import {
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
import { vi } from 'vitest'
import type { Command } from '../../src/cli/command.ts'
import { Problem } from '../../src/cli/problem.ts'

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

const temporary: string[] = []
process.once('exit', () => {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true })
})

/** Creates a temporary folder with files. The folder is removed when the process ends. */
export function temporaryFolder(files: Files = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'supabase-social-')))
  temporary.push(folder)
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

/** The environment of a run, which no address or key of the developer gets into. */
const NO_PROJECT = {
  SUPABASE_DB_URL: '',
  SUPABASE_URL: '',
  SUPABASE_SECRET_KEY: '',
  SUPABASE_PUBLISHABLE_KEY: '',
}

/**
 * Runs a command in a folder, in this process, which is faster than `runCli`. Prints and ends like
 * src/cli/cli.ts does.
 */
export async function runCommand(
  command: Command,
  folder: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Run> {
  const run: Run = { code: 2, stdout: '', stderr: '' }
  const home = process.cwd()
  const [log, error] = [vi.spyOn(console, 'log'), vi.spyOn(console, 'error')]
  log.mockImplementation((text) => {
    run.stdout += `${text}\n`
  })
  error.mockImplementation((text) => {
    run.stderr += `${text}\n`
  })
  for (const [name, value] of Object.entries({ ...NO_PROJECT, ...env })) vi.stubEnv(name, value)
  process.chdir(folder)
  try {
    run.code = await command.run(args)
  } catch (thrown) {
    run.stderr += thrown instanceof Problem ? thrown.message : (thrown as Error).stack
  } finally {
    process.chdir(home)
    vi.unstubAllEnvs()
    log.mockRestore()
    error.mockRestore()
  }
  return run
}

/** Runs `npx supabase-social` in a folder as its own process, without building it first. */
export function runCli(
  folder: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Run> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', TSX, CLI, ...args],
      { cwd: folder, env: { ...process.env, ...NO_PROJECT, ...env }, maxBuffer: 32 * 1024 * 1024 },
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
