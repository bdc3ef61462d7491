import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../../tools/local-stack/paths.ts'
import { type Stack, startStack } from '../../tools/local-stack/stack.ts'
import { type Counts, compare, countRows } from '../../tools/test-runner/against/counts.ts'
import { examine } from '../../tools/test-runner/against/files.ts'

const integration = join(root, 'tests/integration')
const reasonOf = (file: string) => examine(join(integration, file)).reason

const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

/** A run of `npm test -- --against URL …`, and everything that it has printed. */
interface Run {
  child: ChildProcess
  output: string
  ended: Promise<number | null>
}

function run(args: string[], access: NodeJS.ProcessEnv = {}): Run {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|SOCIAL|SUPABASE)/.test(name),
  )
  const command = ['--import', 'tsx', 'tools/test-runner/run.ts', ...args]
  const env = { ...Object.fromEntries(own), ...access }
  const child = spawn(process.execPath, command, { cwd: root, env })
  children.push(child)
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const result = { child, output: '', ended }
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes) => {
      result.output += bytes
    })
  }
  return result
}

async function outcomeOf(args: string[], access?: NodeJS.ProcessEnv) {
  const started = run(args, access)
  return { status: await started.ended, output: started.output }
}

describe('npm test -- --against', () => {
  const url = ['--against', 'http://127.0.0.1:1']
  const database = ['--db-url', 'postgresql://postgres@127.0.0.1:1/postgres']

  it('refuses to start without --i-may-write-here, and says what it would write', async () => {
    const { status, output } = await outcomeOf(url)
    expect(status).toBe(1)
    expect(output).toMatch(/sign up .*people of their own[\s\S]*--i-may-write-here/)
  })

  it.each([
    ['--db-url', [], {}],
    ['SUPABASE_PUBLISHABLE_KEY', database, {}],
    ['SUPABASE_SECRET_KEY', database, { SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x' }],
  ])('asks for %s if it is missing', async (missing, more, access) => {
    const { status, output } = await outcomeOf([...url, '--i-may-write-here', ...more], access)
    expect(status).toBe(1)
    expect(output).toContain(missing)
  })

  it('leaves out files that need a stack of their own, with the reason', () => {
    expect(reasonOf('for-you.test.ts')).toContain('queues of the worker')
    expect(reasonOf('sdk/sign-up-mails.test.ts')).toContain('settings of Auth')
    expect(reasonOf('crash.test.ts')).toContain('database of its own')
    expect(reasonOf('cli.test.ts')).toBeDefined()
    expect(reasonOf('sdk/follows.test.ts')).toBeUndefined()
    expect(reasonOf('races.test.ts')).toBeUndefined()
  })

  it('can tell its people from others, because each test makes addresses by addressOf', () => {
    const files = readdirSync(integration, { recursive: true, encoding: 'utf8' })
    const fit = files.filter((file) => file.endsWith('.test.ts') && !reasonOf(file))
    expect(fit.length).toBeGreaterThan(50)
    const literal = fit.filter((file) =>
      /\}@[a-z.]+`/.test(readFileSync(join(integration, file), 'utf8')),
    )
    expect(literal).toEqual([])
  })

  it('names each table that has more or fewer rows than before', () => {
    const before = new Map([
      ['social.posts', 1],
      ['social_private.audit_log', 1],
    ])
    const after = new Map([
      ['social.posts', 2],
      ['social_private.audit_log', 2],
    ])
    const found = compare(before, after).map(({ table, reason }) => [table, reason !== undefined])
    expect(found).toEqual([
      ['social.posts', false],
      ['social_private.audit_log', true],
    ])
  })
})

const leftBehind = (before: Counts, after: Counts) =>
  compare(before, after).filter(({ reason }) => reason === undefined)

describe('a project that is given to npm test -- --against', () => {
  let stack: Stack
  let sql: postgres.Sql
  let access: NodeJS.ProcessEnv
  let given: string[]

  beforeAll(async () => {
    stack = await startStack({ purges: false })
    sql = postgres(stack.databaseUrl, { max: 1, onnotice() {} })
    await sql`update social_private.config set rate_limit_factor = 2.5`
    access = {
      SUPABASE_PUBLISHABLE_KEY: stack.publishableKey,
      SUPABASE_SECRET_KEY: stack.secretKey,
      SUPABASE_DB_URL: stack.databaseUrl,
    }
    given = ['--against', stack.url, '--i-may-write-here']
  })
  afterAll(async () => {
    await sql?.end()
    await stack?.stop()
  })

  const settings = () => sql`select config::text from social_private.config`

  it('has the same rows and settings after the run as before', async () => {
    const [rows, before] = [await countRows(sql), await settings()]
    const { status, output } = await outcomeOf([...given, 'sdk/media', 'sdk/exports'], access)
    expect(status).toBe(0)
    expect(output).toMatch(/^skipped: tests.integration.sdk.exports.test.ts, .* tests: it /m)
    expect(output).toContain('Nothing is left behind.')
    for (const secret of [stack.secretKey, new URL(stack.databaseUrl).password]) {
      expect(output).not.toContain(secret)
    }
    expect(await settings()).toEqual(before)
    expect(leftBehind(rows, await countRows(sql))).toEqual([])
  }, 180_000)

  it('gets its settings back, and loses the people of the run, when the run is interrupted', async () => {
    const [rows, before] = [await countRows(sql), await settings()]
    const started = run([...given, 'sdk/profiles'], access)
    const profiles = async () => (await countRows(sql)).get('social.profiles')
    await until(async () => (await profiles()) !== rows.get('social.profiles'))
    expect(await settings()).not.toEqual(before)
    started.child.kill('SIGINT')
    expect(await started.ended).toBe(130)
    expect(await settings()).toEqual(before)
    expect(leftBehind(rows, await countRows(sql))).toEqual([])
  }, 180_000)

  it('gets a sentence if the database is that of another project', async () => {
    const people = (await countRows(sql)).get('auth.users')
    const other = await startStack({ purges: false })
    try {
      const elsewhere = { ...access, SUPABASE_DB_URL: other.databaseUrl }
      const { status, output } = await outcomeOf(given, elsewhere)
      expect(status).toBe(1)
      expect(output).toContain('belongs to another project')
      expect((await countRows(sql)).get('auth.users')).toBe(people)
    } finally {
      await other.stop()
    }
  }, 180_000)
})

async function until(happens: () => Promise<boolean>): Promise<void> {
  while (!(await happens())) await new Promise((resolve) => setTimeout(resolve, 100))
}
