import { afterEach, describe, expect, it, vi } from 'vitest'
import type { fake } from '../support/fake.ts'

const ROWS = [{ cursor: 'a' }, { cursor: 'b' }, { cursor: 'c' }]

afterEach(() => {
  vi.doUnmock('../../src/sdk/sentences.ts')
  vi.doUnmock('../../src/sdk/for-staff.ts')
  vi.resetModules()
})

/** An SDK that has loaded nothing yet. */
async function fresh(answer: Parameters<typeof fake>[0]) {
  vi.resetModules()
  const module = await import('../support/fake.ts')
  return module.fake(answer)
}

const refusal = { status: 401, body: { code: 'PGRST301', message: 'JWT expired' } }

describe('the texts of errors', () => {
  it('load with the first error', async () => {
    const { social } = await fresh(() => refusal)
    const { error } = await social.account.get()
    expect(error).toMatchObject({ code: 'not_signed_in', status: 401 })
    expect(error?.message).toBe('This request needs a signed-in user.')
    expect(error?.hint).toMatch(/^Sign in\./)
  })

  it('may be missing: the error still has its code, and a message', async () => {
    const { social } = await fresh(() => refusal)
    vi.doMock('../../src/sdk/sentences.ts', () => {
      throw new Error('no network')
    })
    const { error } = await social.account.get()
    expect(error).toMatchObject({ code: 'not_signed_in', message: 'not signed in.', hint: null })
  })

  it('of a bad network need not load', async () => {
    const { social } = await fresh(() => new TypeError('fetch failed'))
    vi.doMock('../../src/sdk/sentences.ts', () => {
      throw new Error('no network')
    })
    const { error } = await social.posts.like('p1')
    expect(error?.message).toBe('The server could not be reached.')
  })
})

describe('the methods for staff', () => {
  it('load with the first call', async () => {
    const { social, sent } = await fresh(() => ({ body: { report_id: 'r1' } }))
    const { data } = await social.moderation.resolveReport('r1', {
      decision: 'dismissed',
      reason: 'Harmless',
    })
    expect(data).toEqual({ report_id: 'r1' })
    expect(sent.map(({ path }) => path)).toEqual(['/rest/v1/rpc/resolve_report'])
  })

  it('return lists page by page, with their options', async () => {
    const { social, sent } = await fresh(({ query }) => ({
      body: query.get('after') === 'b' ? ROWS.slice(2) : ROWS,
    }))
    const reports = social.moderation.listReports({ state: 'open', pageSize: 2 })
    expect((await reports).data?.nextCursor).toBe('b')
    const cursors: string[] = []
    for await (const { cursor } of reports) cursors.push(cursor)
    expect(cursors).toEqual(['a', 'b', 'c'])
    expect(sent.map(({ query }) => [query.get('state'), query.get('page_size')])).toEqual([
      ['open', '3'],
      ['open', '3'],
      ['open', '3'],
    ])
  })

  it('return the error network if they cannot be loaded, and load with the next call', async () => {
    const { social } = await fresh(() => ({ body: [] }))
    vi.doMock('../../src/sdk/for-staff.ts', () => {
      throw new Error('no network')
    })
    expect((await social.staff.list()).error?.code).toBe('network')
    expect((await social.staff.remove('x')).error?.code).toBe('network')
    vi.doUnmock('../../src/sdk/for-staff.ts')
    expect((await social.staff.list()).data?.items).toEqual([])
  })
})
