import { describe, expect, it, vi } from 'vitest'
import { SocialError } from '../../src/sdk/errors.ts'
import { Pages } from '../../src/sdk/pages.ts'
import { fail, succeed } from '../../src/sdk/result.ts'

interface Row {
  cursor: string
}

/**
 * Creates a fake list of `total` rows. The cursor of each row is the position of the row: 1, 2, 3.
 */
function rows(total: number) {
  const all = Array.from({ length: total }, (_, index) => ({ cursor: String(index + 1) }))
  return vi.fn(async (after: string | undefined, size: number) =>
    succeed(all.slice(Number(after ?? 0), Number(after ?? 0) + size)),
  )
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = []
  for await (const item of items) collected.push(item)
  return collected
}

describe('an awaited list', () => {
  it('requests one row more than the page size, and does not return the additional row', async () => {
    const fetch = rows(50)
    const { data } = await new Pages<Row>(fetch, { pageSize: 3 })
    expect(fetch.mock.calls).toEqual([[undefined, 4]])
    expect(data?.items.map((item) => item.cursor)).toEqual(['1', '2', '3'])
    expect(data?.nextCursor).toBe('3')
  })

  it('has no next page when the page contains the last row', async () => {
    const { data } = await new Pages<Row>(rows(3), { pageSize: 3 })
    expect(data?.items).toHaveLength(3)
    expect(data?.nextCursor).toBeNull()
  })

  it('has no next page when the list is empty', async () => {
    expect((await new Pages<Row>(rows(0))).data).toEqual({ items: [], nextCursor: null })
  })

  it('has 20 rows per page by default', async () => {
    const fetch = rows(50)
    expect((await new Pages<Row>(fetch)).data?.items).toHaveLength(20)
  })

  it('continues after a given cursor, and starts at the first row if the cursor is null', async () => {
    const next = await new Pages<Row>(rows(50), { after: '7', pageSize: 1 })
    expect(next.data?.items).toEqual([{ cursor: '8' }])
    const first = await new Pages<Row>(rows(50), { after: null, pageSize: 1 })
    expect(first.data?.items).toEqual([{ cursor: '1' }])
  })

  it('sends one request for each await, and no request before the first await', async () => {
    const fetch = rows(1)
    const list = new Pages<Row>(fetch)
    await Promise.resolve()
    expect(fetch).not.toHaveBeenCalled()
    await list
    await list
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  it('resolves to the error if its request fails', async () => {
    const error = new SocialError('not_signed_in')
    const list = new Pages<Row>(async () => fail(error))
    expect(await list).toEqual({ data: null, error })
  })

  it.each([0, 101, -1, 1.5, Number.NaN, '20', Number.POSITIVE_INFINITY])(
    'rejects the page size %s without sending a request',
    async (pageSize) => {
      const fetch = rows(1)
      const { error } = await new Pages<Row>(fetch, { pageSize: pageSize as number })
      expect(error?.code).toBe('page_size_invalid')
      expect(fetch).not.toHaveBeenCalled()
    },
  )

  it.each([1, 100])('accepts the page size %s', async (pageSize) => {
    const fetch = rows(200)
    expect((await new Pages<Row>(fetch, { pageSize })).data?.items).toHaveLength(pageSize)
    expect(fetch.mock.calls[0]?.[1]).toBe(pageSize + 1)
  })
})

describe('a loop over a list', () => {
  it('yields every row once, in order, across pages', async () => {
    const items = await collect(new Pages<Row>(rows(11), { pageSize: 5 }))
    expect(items.map((item) => item.cursor)).toEqual(
      Array.from({ length: 11 }, (_, index) => String(index + 1)),
    )
  })

  it('requests a page only when the loop reaches the page', async () => {
    const fetch = rows(100)
    let seen = 0
    for await (const _ of new Pages<Row>(fetch, { pageSize: 20 })) if (++seen === 30) break
    expect(fetch.mock.calls.map(([after]) => after)).toEqual([undefined, '20'])
  })

  it('can yield pages instead of rows', async () => {
    const pages = await collect(new Pages<Row>(rows(5), { pageSize: 2 }).pages())
    expect(pages.map((page) => [page.items.length, page.nextCursor])).toEqual([
      [2, '2'],
      [2, '4'],
      [1, null],
    ])
  })

  it('yields the rows of the previous pages and then throws an error if the request for a page fails', async () => {
    const error = new SocialError('network')
    const good = rows(10)
    const list = new Pages<Row>(async (after, size) => (after ? fail(error) : good(after, size)), {
      pageSize: 2,
    })
    const seen: string[] = []
    const loop = async () => {
      for await (const item of list) seen.push(item.cursor)
    }
    await expect(loop()).rejects.toBe(error)
    expect(seen).toEqual(['1', '2'])
  })
})
