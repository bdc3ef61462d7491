import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { guard } from '../local-stack/guard.ts'
import { functionsFolder, root } from '../local-stack/paths.ts'
import { findTests, runTest } from './pgtap.ts'

export interface Count {
  passed: number
  failed: number
}

const require = createRequire(import.meta.url)
const children = new Set<ChildProcess>()

/** Ends the test runners that are still at work. */
export function stopSuites(): void {
  for (const child of children) child.kill('SIGTERM')
}

export async function runPgtap(databaseUrl: string, filters: string[]): Promise<Count> {
  const total = { passed: 0, failed: 0 }
  for (const file of findTests(filters)) {
    const result = await runTest(databaseUrl, file)
    total.passed += result.passed
    total.failed += result.failed
    console.log(`${result.failed ? 'FAIL' : 'ok  '} ${result.file} (${result.passed})`)
    for (const line of result.failures) console.log(`     ${line}`)
  }
  return total
}

/** Unit tests and the ones against the stack, whose addresses are in the environment. */
export async function runVitest(env: NodeJS.ProcessEnv, filters: string[]): Promise<Count> {
  const folder = mkdtempSync(join(tmpdir(), 'supabase-social-vitest-'))
  try {
    const report = join(folder, 'report.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const vitest = join(dirname(require.resolve('vitest/package.json')), 'vitest.mjs')
    const command = [vitest, 'run', '--passWithNoTests', ...reporters, ...filters]
    const code = await run(process.execPath, command, env)
    const result = JSON.parse(readFileSync(report, 'utf8'))
    // A file that does not load has no tests to fail.
    const broken = result.testResults.filter(
      (file: { status: string; assertionResults: unknown[] }) =>
        file.status === 'failed' && file.assertionResults.length === 0,
    )
    const failed = result.numFailedTests + broken.length
    return { passed: result.numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed }
  } catch (error) {
    console.error('vitest broke off:', error)
    return { passed: 0, failed: 1 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export async function runDeno(env: NodeJS.ProcessEnv, filters: string[]): Promise<Count> {
  const files = readdirSync(functionsFolder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join('supabase/functions', file))
    .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)))
  if (files.length === 0) return { passed: 0, failed: 0 }
  const flags = ['--no-prompt', '--no-lock', '--cached-only', '--node-modules-dir=manual']
  const output: string[] = []
  const deno = require('deno/install_api.cjs').runInstall()
  const code = await run(deno, ['test', '--allow-all', ...flags, ...files], env, output)
  const [, passed = 0, failed = 0] =
    /\| (\d+) passed.*\| (\d+) failed/.exec(stripVTControlCharacters(output.join(''))) ?? []
  return { passed: Number(passed), failed: Number(failed) || (code === 0 ? 0 : 1) }
}

/** Runs a program to its end, showing what it prints and keeping a copy where one is wanted. */
function run(
  program: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  copy?: string[],
): Promise<number | null> {
  const stdio = copy ? 'pipe' : 'inherit'
  const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', stdio, stdio] })
  children.add(child)
  const release = guard(child, 'TERM')
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      process.stdout.write(chunk)
      copy?.push(String(chunk))
    })
  }
  return new Promise((resolve) => {
    const done = (code: number | null) => {
      children.delete(child)
      release()
      resolve(code)
    }
    child.once('error', () => done(null))
    child.once('close', done)
  })
}
