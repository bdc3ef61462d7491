import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startThrowAwayDatabase } from '../local/database.ts'
import { migrate } from '../local/migrate.ts'

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

/** Runs the command line as `npx supabase-social` would, without building it first. */
function run(...args: string[]): Promise<Run> {
  const cli = fileURLToPath(new URL('cli.ts', import.meta.url))
  const env = { ...process.env, SUPABASE_DB_URL: '' }
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', cli, ...args],
      { env },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })
}

describe('prove', { timeout: 120_000 }, () => {
  const mistakes: [mistake: string, args: () => string[], says: string][] = [
    ['without an address', () => [], 'Pass the database'],
    ['with something else', () => ['--db-url', 'https://x.supabase.co'], 'is no database address'],
    ['with a word too many', () => ['--db', 'x'], "Unknown option '--db'"],
    [
      'where nothing listens',
      () => ['--db-url', 'postgresql://a@127.0.0.1:1/b'],
      'nothing listens',
    ],
    [
      'with a wrong password',
      () => ['--db-url', database.url.replace(database.password, 'wrong')],
      'the user name or password is wrong',
    ],
    ['where nothing is installed', () => ['--db-url', database.url], 'is not installed'],
  ]

  it.each(mistakes)('%s says what to do', async (_, args, says) => {
    const { code, stderr } = await run('prove', ...args())
    expect(stderr).toContain(says)
    expect(stderr).not.toContain('    at ') // no stack
    expect(code).toBe(2)
  })

  it('exits with 0 when all is well, with 1 when not, and with 2 without the rights', async () => {
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
