import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSocial } from '../../src/sdk/client.ts'
import { unwrap } from '../../src/sdk/result.ts'
import { fake } from '../support/fake.ts'

describe('createSocial', () => {
  it.each([undefined, null, {}, 'https://example.supabase.co', { from() {} }])(
    'throws a TypeError with instructions if its argument is %s instead of a supabase-js client',
    (value) => {
      const misuse = () => createSocial(value as never)
      expect(misuse).toThrow(TypeError)
      expect(misuse).toThrow('createSocial(createClient(url, publishableKey))')
    },
  )

  it('accepts a supabase-js client with an external access token', () => {
    const accessToken = async () => 'a token'
    expect(() =>
      createSocial(createClient('http://localhost', 'key', { accessToken })),
    ).not.toThrow()
  })

  it('sends no request by itself', () => {
    expect(fake(() => ({})).sent).toEqual([])
  })
})

describe('a method call', () => {
  it('sends a GET request to the schema social if the method only reads data, and leaves out omitted arguments', async () => {
    const { social, sent } = fake(() => ({ body: [] }))
    await social.account.listBlocked({ pageSize: 5 })
    expect(sent).toHaveLength(1)
    expect(sent[0]?.method).toBe('GET')
    expect(sent[0]?.path).toBe('/rest/v1/rpc/blocked_profiles')
    expect(sent[0]?.headers.get('accept-profile')).toBe('social')
    expect([...(sent[0]?.query ?? [])]).toEqual([['page_size', '6']])
  })

  it('sends a POST request to the schema social if the method writes data', async () => {
    const state = { is_liked: true, like_count: 1 }
    const { social, sent } = fake(() => ({ body: state }))
    expect(await social.posts.like('an-id')).toEqual({ data: state, error: null })
    expect(sent[0]).toMatchObject({
      method: 'POST',
      path: '/rest/v1/rpc/like_post',
      body: { post_id: 'an-id' },
    })
    expect(sent[0]?.headers.get('content-profile')).toBe('social')
  })

  it('sends null for a missing required argument, so that PostgREST finds the function', async () => {
    const { social, sent } = fake(() => ({ body: [] }))
    await social.posts.get(undefined as never)
    await social.posts.like(undefined as never)
    await social.profiles.listFollowers(undefined as never)
    expect(sent[0]?.query.get('post_id')).toBe('null')
    expect(sent[1]?.body).toEqual({ post_id: null })
    expect(sent[2]?.query.get('profile_id')).toBe('null')
  })

  it('sends an empty text to clear a field, and omits unchanged fields', async () => {
    const { social, sent } = fake(() => ({ body: {} }))
    await social.account.update({ bio: null, website: undefined, isPrivate: false })
    expect(sent[0]?.body).toEqual({ bio: '', is_private: false })
    const media = [{ id: 'a', altText: 'A bridge' }, { id: 'b', altText: null }, { id: 'c' }]
    await social.posts.update('an-id', { caption: null, media })
    expect(sent[1]?.body).toEqual({
      post_id: 'an-id',
      caption: '',
      media: [{ id: 'a', alt_text: 'A bridge' }, { id: 'b', alt_text: '' }, { id: 'c' }],
    })
  })

  it('returns the error not_installed if the response has the status 404 and an empty body', async () => {
    const { social } = fake(() => ({ status: 404, body: '' }))
    expect((await social.getLimits()).error?.code).toBe('not_installed')
  })

  it('returns an error if the response is an HTML page', async () => {
    const { social } = fake(() => ({ body: '<html>Welcome</html>' }))
    expect((await social.account.get()).error?.code).toBe('unknown')
  })

  it('returns instructions if the project does not expose the schema social', async () => {
    const body = { code: 'PGRST106', message: 'Invalid schema: social' }
    const { error } = await fake(() => ({ status: 406, body })).social.feed.listHome()
    expect(error?.code).toBe('not_installed')
    expect(error?.hint).toContain('`social` to the exposed schemas')
  })

  it('returns an error that the supabase-js client throws', async () => {
    const schema = () => {
      throw new TypeError('x is not a function')
    }
    const social = createSocial({ schema, storage: {}, auth: {} } as unknown as SupabaseClient)
    expect((await social.account.get()).error?.code).toBe('unknown')
  })
})

describe('creating a post or comment on a bad network', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is retried with the same idempotency key', async () => {
    const { social, sent } = fake((_, index) =>
      index < 2 ? new TypeError('fetch failed') : { body: { id: 'made' } },
    )
    const adding = social.comments.create('a-post-id', 'Hello')
    await vi.runAllTimersAsync()
    expect(unwrap(await adding)).toEqual({ id: 'made' })
    const keys = sent.map(({ body }) => (body as { idempotency_key: string }).idempotency_key)
    expect(keys).toHaveLength(3)
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
    expect(new Set(keys).size).toBe(1)
  })

  it('fails with the error network after the third try', async () => {
    const { social, sent } = fake(() => new TypeError('fetch failed'))
    const creating = social.posts.create({ idempotencyKey: 'mine' })
    await vi.runAllTimersAsync()
    expect((await creating).error?.code).toBe('network')
    expect(sent.map(({ body }) => body)).toEqual(
      Array(3).fill({ media: undefined, idempotency_key: 'mine' }),
    )
  })

  it('is not retried after the server returns an error, and a like is never retried', async () => {
    const answer = { code: 'PT422', message: 'comment_empty' }
    const refusing = fake(() => ({ status: 422, body: answer }))
    expect((await refusing.social.comments.create('a-post-id', '')).error?.code).toBe(
      'comment_empty',
    )
    expect(refusing.sent).toHaveLength(1)
    const failing = fake(() => new TypeError('fetch failed'))
    expect((await failing.social.posts.like('an-id')).error?.code).toBe('network')
    expect(failing.sent).toHaveLength(1)
  })

  it('uses a new idempotency key for each call', async () => {
    const { social, sent } = fake(() => ({ body: {} }))
    await social.posts.create({})
    await social.posts.create({})
    const keys = sent.map(({ body }) => (body as { idempotency_key: string }).idempotency_key)
    expect(new Set(keys).size).toBe(2)
  })
})
