import { execFile, spawn } from 'node:child_process'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { release } from '../../src/sdk/release.ts'
import { startThrowAwayDatabase } from '../../tools/local-stack/database.ts'
import { migrate } from '../../tools/local-stack/migrate.ts'

let database: Awaited<ReturnType<typeof startThrowAwayDatabase>>

beforeAll(async () => {
  database = await startThrowAwayDatabase()
}, 120_000)

afterAll(() => database.stop())

interface Run {
  code: number
  stdout: string
  stderr: string
}

/** Runs `npx supabase-social` without building it first. */
function run(...args: string[]): Promise<Run> {
  const cli = fileURLToPath(new URL('../../src/cli/cli.ts', import.meta.url))
  const none = { SUPABASE_DB_URL: '', SUPABASE_URL: '' }
  const env = { ...process.env, ...none, SUPABASE_SECRET_KEY: 'sb_secret_x' }
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', cli, ...args],
      { env },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
}

describe('npx supabase-social', () => {
  it.each([
    [['bogus'], 'There is no command "bogus".'],
    [[], 'Name a command.'],
    [['postgresql://postgres:secret@x.test/y'], 'There is no command "postgresql://postgres:…@'],
  ])(
    'says why it cannot run with the arguments %j, and then lists the commands',
    async (args, says) => {
      const { code, stderr } = await run(...args)
      expect(code).toBe(2)
      expect(stderr.startsWith(says)).toBe(true)
      expect(stderr).toMatch(/^ {2}init +install supabase-social/m)
      expect(stderr).not.toContain('secret@')
    },
  )
})

it.each([[['help']], [['--help']]])(
  'npx supabase-social %j lists the commands and exits with code 0',
  async (args) => {
    const { code, stdout } = await run(...args)
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^ {2}init +install/m)])
  },
)

it('npx supabase-social help init shows the options of init', async () => {
  expect(await run('help', 'init')).toEqual(await run('init', '--help'))
})

it('npx supabase-social --version prints the release', async () => {
  expect(await run('--version')).toEqual({ code: 0, stdout: `${release}\n`, stderr: '' })
})

describe('the command supabase-social work', { timeout: 120_000 }, () => {
  /** A worker that answers, or does not. */
  let status: number | undefined
  let calls = 0
  const server = createServer((_, response) => {
    calls++
    if (!status) return
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ erased: 0, removed: 0, failed: 0, hasMore: false }))
  })
  let url = ''

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  it.each([
    ['during a pause', 200, 'SIGTERM', 2],
    ['during a call', undefined, 'SIGTERM', 1],
    ['during a call', undefined, 'SIGINT', 1],
    ['during the pause after a failure', 502, 'SIGTERM', 2],
  ] as const)(
    'ends at once and cleanly %s (status %s) with %s',
    async (_, answer, signal, count) => {
      status = answer
      calls = 0
      const cli = fileURLToPath(new URL('../../src/cli/cli.ts', import.meta.url))
      const args = ['--import', 'tsx', cli, 'work', '--every', '1', '--url', url]
      const env = { ...process.env, SUPABASE_SECRET_KEY: 'sb_secret_x' }
      const child = spawn(process.execPath, args, { env, stdio: 'ignore' })
      const ended = new Promise((resolve) => child.once('exit', resolve))
      try {
        await vi.waitFor(() => expect(calls).toBeGreaterThanOrEqual(count), { timeout: 30_000 })
        const before = Date.now()
        child.kill(signal)
        expect(await ended).toBe(0)
        expect(Date.now() - before).toBeLessThan(5000)
      } finally {
        child.kill('SIGKILL')
      }
    },
  )
})

describe('the command supabase-social prove', { timeout: 120_000 }, () => {
  const mistakes: [mistake: string, args: () => string[], says: string][] = [
    ['no address is given', () => [], 'Pass the database'],
    [
      'the address is not a database address',
      () => ['--db-url', 'https://x.supabase.co'],
      'is not a database address',
    ],
    ['an option is unknown', () => ['--db', 'x'], "Unknown option '--db'"],
    [
      'no server listens at the address',
      () => ['--db-url', 'postgresql://a@127.0.0.1:1/b'],
      'no server listens',
    ],
    [
      'the password is wrong',
      () => ['--db-url', database.url.replace(database.password, 'wrong')],
      'the user name or password is wrong',
    ],
    ['supabase-social is not installed', () => ['--db-url', database.url], 'is not installed'],
  ]

  it.each(mistakes)('explains what to do when %s', async (_, args, says) => {
    const { code, stderr } = await run('prove', ...args())
    expect(stderr).toContain(says)
    expect(stderr).not.toContain('    at ') // no stack trace
    expect(code).toBe(2)
  })

  it('gives up when the server closes every connection', async () => {
    const server = createTcpServer((socket) => {
      socket.on('data', () => socket.end()).on('error', () => {})
    }).listen(0)
    const { port } = server.address() as AddressInfo
    const address = `postgresql://a@127.0.0.1:${port}/b?connect_timeout=1&sslmode=prefer`
    const { code, stderr } = await run('prove', '--db-url', address)
    server.close()
    expect([code, stderr]).toEqual([2, expect.stringContaining('the server does not respond')])
  })

  it('exits with code 0 without mismatches, 1 with mismatches, and 2 if its role lacks rights', async () => {
    await migrate(database.url)
    const well = await run('prove', '--db-url', database.url, '--only', 'social.saves')
    expect(well.stdout).toMatch(/^social\.saves read +– /m)
    expect(well.stdout).toMatch(/[\d,]+ cells, 0 mismatches\n$/)
    expect(well.code).toBe(0)

    const { default: postgres } = await import('postgres')
    const sql = postgres(database.url, { max: 1 })
    await sql`grant insert on social.saves to authenticated`.finally(() => sql.end())
    const broken = await run('prove', '--db-url', database.url, '--only', 'social.saves')
    expect(broken.stdout).toContain('social.saves: authenticated insert is granted')
    expect(broken.stdout).toMatch(/cells, [1-9]\d* mismatches\n$/)
    expect(broken.code).toBe(1)

    const asOther = database.url.replace('//postgres:', '//authenticator:')
    const without = await run('prove', '--db-url', asOther)
    expect(without.stderr).toContain('The role authenticator has not enough rights')
    expect(without.code).toBe(2)
  })
})
