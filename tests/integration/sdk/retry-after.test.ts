import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { type Person, people, photo, publish } from '../../support/people.ts'
import { sql, stack } from '../../support/stack.ts'

let alice: Person
let bob: Person

beforeAll(async () => {
  ;[alice, bob] = await people('alice', 'bob')
})

/** Empties the buckets of a person for an action. The buckets do not refill before the given time. */
async function exhaust({ id }: Person, action: string): Promise<void> {
  await sql`
    insert into social_private.rate_buckets
      (actor_id, action, minute_tokens, hour_tokens, day_tokens, refilled_at)
    values (${id}, ${action}, 0, 0, 0, now() + interval '1 hour')
    on conflict on constraint rate_buckets_pkey do update set
      minute_tokens = 0, hour_tokens = 0, day_tokens = 0, refilled_at = excluded.refilled_at`
}

async function send(
  { supabase }: Person,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  const { data } = await supabase.auth.getSession()
  return fetch(`${stack.url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      apikey: stack.publishableKey,
      authorization: `Bearer ${data.session?.access_token}`,
      'accept-profile': 'social',
      'content-profile': 'social',
      'content-type': 'application/json',
      ...headers,
    },
    body: body ? JSON.stringify(body) : null,
  })
}

/** Expects a refusal that names the same whole number of seconds in its header and in its hint. */
async function expectWait(response: Response): Promise<number> {
  const seconds = response.headers.get('retry-after')
  const body = await response.json()
  expect(seconds).toMatch(/^[1-9]\d*$/)
  expect({ status: response.status, hint: body.hint }).toEqual({
    status: 429,
    hint: `Try again in ${seconds} seconds.`,
  })
  return Number(seconds)
}

describe('the header Retry-After', () => {
  it('names the seconds when a rate limit refuses a command', async () => {
    const { id } = await publish(bob)
    await exhaust(alice, 'like')
    const response = await send(alice, '/rest/v1/rpc/like_post', { post_id: id })
    expect(response.headers.get('content-type')).toMatch(/^application\/json/)
    expect(await response.clone().json()).toEqual({
      code: 'PT429',
      message: 'rate_limited',
      details: 'Too many requests.',
      hint: expect.any(String),
    })
    const seconds = await expectWait(response)
    const { error } = await alice.social.posts.like(id)
    expect(error).toMatchObject({ code: 'rate_limited', status: 429, retryAfter: seconds })
  })

  it('names the seconds when a rate limit refuses a search, whatever the caller sends', async () => {
    await exhaust(alice, 'profile_search')
    const path = '/rest/v1/rpc/profile_search'
    const own = { 'retry-after': '1' }
    const response = await send(alice, path, { query: '1\r\nset-cookie: a=b' }, own)
    expect(response.headers.get('set-cookie')).toBeNull()
    await expectWait(response)
    // A GET request is refused for another reason, for which waiting does not help.
    const get = await send(alice, `${path}?query=b`)
    expect([get.status, get.headers.get('retry-after')]).toEqual([405, null])
  })

  it('names the seconds until a rejected follower may follow again', async () => {
    unwrap(await bob.social.account.update({ isPrivate: true }))
    unwrap(await alice.social.profiles.follow(bob.id))
    unwrap(await bob.social.followRequests.reject(alice.id))
    const body = { profile_id: bob.id }
    const seconds = await expectWait(await send(alice, '/rest/v1/rpc/follow_profile', body))
    expect(seconds).toBeGreaterThan(86_000)
    expect(seconds).toBeLessThanOrEqual(86_400)
  })

  it('is passed on by the edge function that processes uploads', async () => {
    const id = randomUUID()
    const bucket = alice.supabase.storage.from('social-uploads')
    const path = `${alice.id}/${id}.jpg`
    expect((await bucket.upload(path, photo(), { contentType: 'image/jpeg' })).error).toBeNull()
    await exhaust(alice, 'upload')
    const response = await send(alice, '/functions/v1/social-ingest', { upload_id: id })
    expect(response.headers.get('access-control-expose-headers')).toMatch(/retry-after/i)
    await expectWait(response)
  })

  it('is absent from other errors', async () => {
    const missing = await send(bob, '/rest/v1/rpc/like_post', { post_id: randomUUID() })
    expect([missing.status, missing.headers.get('retry-after')]).toEqual([404, null])
  })
})
