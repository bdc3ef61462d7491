import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { root } from '../../tools/local-stack/paths.ts'
import { isGone } from '../support/spawn-start.ts'

// The temporary folder for the databases of the test runs that this test starts.
const folder = mkdtempSync(join(tmpdir(), 'supabase-social-runner-'))
chmodSync(folder, 0o755)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const env = Object.fromEntries(
  Object.entries({ ...process.env, TMPDIR: folder }).filter(([name]) => !/^VITEST/.test(name)),
)

function run(...args: string[]) {
  const command = ['--import', 'tsx', 'tools/test-runner/run.ts', ...args]
  return spawnSync(process.execPath, command, { cwd: root, env, encoding: 'utf8' })
}

it.concurrent('npm test lists the valid options when an option is unknown', () => {
  const { status, stdout, stderr } = run('--nonsense')
  expect(status).toBe(1)
  expect(stderr).toMatch(/--nonsense.*Use: npm test -- .*\[filter…\]/)
  expect(stdout).toMatch(/0 passed, 1 failed\n$/)
})

it.concurrent('npm test fails when one of its filters matches no test file', () => {
  const { status, stderr } = run('tests/unit/uuid', 'no-such-file')
  expect(status).toBe(1)
  expect(stderr).toContain('No test file has "no-such-file" in its path.')
})

it('a signal to npm reaches each command that starts processes, since no shell is in between', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const lastCommands = Object.values<string>(scripts).map((line) => line.replace(/^.* && /, ''))
  const ours = lastCommands.filter((command) => /\b(node|tsx) /.test(command))
  expect(ours).not.toHaveLength(0)
  expect(ours.filter((command) => !/^(\w+=\S+ )*exec /.test(command))).toEqual([])
})

it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  'npm test leaves no process and no folder behind when npm receives %s',
  async (signal) => {
    const args = ['test', '--', 'supabase/tests']
    const npm = spawn('npm', args, { cwd: root, env, stdio: 'ignore' })
    const database = await until(findDatabase)
    npm.kill(signal)
    expect(await isGone(database.pid)).toBe(true)
    await until(() => !existsSync(database.home))
  },
  180_000,
)

// While a database is being created, the file comes and goes, and has a negative number: the
// process is a standalone backend then, and no server yet.
function findDatabase(): { pid: number; home: string } | undefined {
  for (const name of readdirSync(folder)) {
    const home = join(folder, name)
    const pid = Number.parseInt(readIfThere(join(home, 'database', 'postmaster.pid')), 10)
    if (pid > 0) return { pid, home }
  }
  return undefined
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

async function until<T>(find: () => T): Promise<NonNullable<T>> {
  for (let tries = 0; tries < 600; tries++) {
    const found = find()
    if (found) return found
    await wait(100)
  }
  throw new Error('It did not happen within 60 seconds.')
}
