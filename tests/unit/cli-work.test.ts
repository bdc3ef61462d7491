import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { workCommand } from '../../src/cli/work-command.ts'
import { type Run, runCommand } from '../support/installer.ts'

/** The pauses of the command, in milliseconds. The tests do not wait. */
const pauses = vi.hoisted((): number[] => [])
vi.mock('node:timers/promises', () => ({
  setTimeout: async (pause: number) => {
    pauses.push(pause)
  },
}))

/** A fake project. It answers each call with the next answer, and with the last one again and again. */
type Answer =
  | { status: number; body: object | string; headers?: Record<string, string> }
  | 'silence'
  | 'hang up'
const calls: string[] = []
let answers: Answer[] = []
const server = createServer((request, response) => {
  calls.push(`${request.method} ${request.url} ${request.headers.apikey}`)
  const answer = answers.length > 1 ? answers.shift() : answers[0]
  if (answer === 'hang up') request.socket.destroy()
  else if (answer && answer !== 'silence') send(response, answer)
})

function send(response: ServerResponse, { status, body, headers }: Exclude<Answer, string>): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

const nothing = { erased: 0, removed: 0, failed: 0, exported: 0, hasMore: false, errors: [] }
const done = (changes: object = {}): Answer => ({ status: 200, body: { ...nothing, ...changes } })
const ill = (status: number, body: object | string = {}): Answer => ({ status, body })
/** The only way to end the command without --once and without a signal. */
const gone = ill(404)

let url = ''

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  calls.length = 0
  pauses.length = 0
  answers = [done()]
})

const run = (...args: string[]): Promise<Run> =>
  runCommand(workCommand, '.', args, { SUPABASE_SECRET_KEY: 'sb_secret_x' })
const work = (...args: string[]) => run('--url', url, ...args)

/** Expects pauses that are up to a half shorter than these. */
function expectVaried(...longest: number[]): void {
  expect(pauses).toHaveLength(longest.length)
  for (const [index, most] of longest.entries()) {
    expect(pauses[index]).toBeGreaterThanOrEqual(most / 2)
    expect(pauses[index]).toBeLessThan(most)
  }
}

describe('the command supabase-social work', () => {
  it('calls the worker until nothing is left to do, and prints what the worker did', async () => {
    answers = [
      done({ erased: 1000, hasMore: true }),
      done({ exported: 1, hasMore: true }),
      done({ erased: 7, removed: 3 }),
    ]
    const { code, stdout, stderr } = await run('--once', '--url', `${url}/`)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout.replace(/^\S+ /gm, '')).toBe(
      'erased 1000 rows, removed 0 files\n' +
        'erased 0 rows, removed 0 files, built 1 part of exports\n' +
        'erased 7 rows, removed 3 files\n',
    )
    expect(calls).toEqual(Array(3).fill('POST /functions/v1/social-worker sb_secret_x'))
  })

  it('understands a worker of an older release', async () => {
    answers = [{ status: 200, body: { erased: 1, removed: 0, failed: 0, hasMore: false } }]
    const { code, stdout, stderr } = await work('--once')
    expect([code, stdout.replace(/^\S+ /, ''), stderr]).toEqual([
      0,
      'erased 1 rows, removed 0 files\n',
      '',
    ])
  })

  it('exits with code 1 when the worker could not delete files', async () => {
    answers = [done({ failed: 2 })]
    const { code, stdout } = await work('--once')
    expect([code, stdout]).toEqual([1, expect.stringContaining('will retry 2 files')])
  })

  it('prints the tasks that failed, and exits with code 1', async () => {
    answers = [done({ hasMore: true, errors: [{ task: 'posts', code: '57014' }] })]
    const { code, stderr } = await work('--once')
    expect([code, stderr]).toEqual([1, expect.stringContaining('failed on posts (57014)')])
    expect(calls).toHaveLength(1)
  })

  it('waits before it calls a worker again whose tasks fail, or while another run is under way', async () => {
    const failing = done({ hasMore: true, errors: [{ task: 'posts', code: '57014' }] })
    answers = [failing, done({ busy: true }), done({ erased: 5 }), gone]
    const { stdout, stderr } = await work('--every', '30')
    expect(stdout.replace(/^\S+ /, '')).toBe('erased 5 rows, removed 0 files\n')
    expect(stderr).not.toMatch(/busy|under way/)
    expect(pauses).toEqual([30_000, 30_000, 30_000])
  })

  it('waits with --once until the run of somebody else has ended', async () => {
    answers = [done({ busy: true }), done({ erased: 5 })]
    const { code, stdout } = await work('--once')
    expect([code, stdout]).toEqual([0, expect.stringContaining('erased 5 rows')])
    expect(calls).toHaveLength(2)
    expectVaried(5000)
  })
})

describe('a call of the command work that fails', () => {
  it.each<[string, Answer]>([
    ['the status 502', ill(502, { code: 'unknown', message: 'a lock' })],
    ['the status 500', ill(500)],
    ['the status 429', ill(429)],
    ['a page of another server', ill(200, '<html>Maintenance</html>')],
    ['another answer', ill(200, { hello: 'world' })],
    ['no answer', 'hang up'],
  ])('is repeated after %s', async (_, answer) => {
    answers = [answer, done({ erased: 5 })]
    const { code, stdout, stderr } = await work('--once')
    expect([code, stdout]).toEqual([0, expect.stringContaining('erased 5 rows')])
    expect(stderr).toMatch(
      /(responded with \d+|does not answer as|No response from) ?.* Next try in 1 s/,
    )
    expect(calls).toHaveLength(2)
    expectVaried(1000)
  })

  it('is repeated after pauses that grow up to five minutes, and differ', async () => {
    answers = [...Array(11).fill(ill(502)), done(), ill(502), gone]
    expect((await work()).code).toBe(2)
    const grown = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    pauses.splice(11, 1) // the pause after the success
    expectVaried(...[...grown, 1].map((seconds) => seconds * 1000))
    expect(new Set(pauses).size).toBe(12)
  })

  it('prints the message of the worker, and no key', async () => {
    answers = [ill(502, { message: 'a lock, and sb_secret_abc' }), done()]
    const { stderr } = await work('--once')
    expect(stderr).toContain('responded with 502: {"message":"a lock, and sb_secret_…"}.')
  })

  it('is given up after five tries with --once', async () => {
    answers = [ill(502)]
    const { code, stderr } = await work('--once')
    expect([code, stderr]).toEqual([2, expect.stringMatching(/responded with 502: \{\}\.$/)])
    expect(calls).toHaveLength(5)
  })

  it('is not followed to another address, which would get the secret key', async () => {
    answers = [{ status: 307, body: '', headers: { location: `${url}/elsewhere` } }, done()]
    const { stderr } = await work('--once')
    expect(stderr).toContain(`responded with 307: leads to ${url}/elsewhere.`)
    expect(calls.filter((call) => call.includes('elsewhere'))).toEqual([])
  })

  it('is cut off after --timeout and repeated', async () => {
    answers = ['silence', done({ erased: 5 })]
    const { code, stdout, stderr } = await work('--once', '--timeout', '1')
    expect([code, stdout]).toEqual([0, expect.stringContaining('erased 5 rows')])
    expect(stderr).toContain('it took longer than 1 seconds')
  })

  it.each([
    [401, 'must be a secret key'],
    [403, 'must be a secret key'],
    [404, 'supabase functions deploy social-worker'],
  ])('ends the command and explains the error after the status %i', async (status, says) => {
    answers = [ill(status)]
    const { code, stderr } = await work()
    expect([code, stderr]).toEqual([2, expect.stringContaining(says)])
    expect(calls).toHaveLength(1)
  })
})

describe('a call of the command work that is wrong', () => {
  it.each([
    [[], 'Pass the address of the project'],
    [['--url', 'https://x.supabase.co', '--every', '0'], '--every must be a number of seconds'],
    [['--url', 'https://x.supabase.co', '--timeout', 'x'], '--timeout must be a number of seconds'],
    [['--ever', '1'], "Unknown option '--ever'"],
  ])('ends before the first request with the arguments %j', async (args, says) => {
    const { code, stderr } = await run(...args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(says)])
  })
})
