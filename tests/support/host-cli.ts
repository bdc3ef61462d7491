import { type ChildProcess, spawn } from 'node:child_process'
import { root } from '../../tools/local-stack/paths.ts'

/** The result of a command of `npx supabase-social`. */
export interface CliResult {
  code: number | null
  stdout: string
  stderr: string
}

export type Environment = Record<string, string>

/** The arguments of a command, and variables of its environment. */
export type CliInput = (string | Environment)[]

/** Starts a command of `npx supabase-social` from source in a folder. */
export function startCli(folder: string, ...input: CliInput): ChildProcess {
  const args = input.filter((one) => typeof one === 'string')
  const added = input.filter((one) => typeof one === 'object')
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(SUPABASE|SOCIAL)_/.test(name),
  )
  return spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), `${root}src/cli/cli.ts`, ...args],
    {
      cwd: folder,
      env: { ...Object.fromEntries(inherited), NO_COLOR: '1', ...Object.assign({}, ...added) },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
}

/** Runs a command of `npx supabase-social` from source in a folder. */
export async function runCli(folder: string, ...input: CliInput): Promise<CliResult> {
  const child = startCli(folder, ...input)
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
    })
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return { code, ...output }
}
