import { beforeAll, describe, expect, it } from 'vitest'
import { createSocial, type Social } from '../../../src/sdk/client.ts'
import { unwrap } from '../../../src/sdk/result.ts'
import {
  newcomer,
  type Person,
  people,
  person,
  photo,
  publish,
  staff,
  upload,
} from '../../support/people.ts'
import { newClient } from '../../support/stack.ts'

/** Returns the same person with a client whose network loses the first response of a function. */
async function onBadNetwork(
  { email, password }: Person,
  name: string,
): Promise<{ social: Social; calls: () => number }> {
  let calls = 0
  const client = newClient(async (input, init) => {
    const response = await fetch(input, init)
    if (String(input).endsWith(`/rpc/${name}`) && ++calls === 1) throw new TypeError('fetch failed')
    return response
  })
  const social = createSocial(client)
  unwrap(await social.auth.signIn({ email, password }))
  return { social, calls: () => calls }
}

it('posts.create is retried after a lost response, and one post is created', async () => {
  const alice = await person('alice')
  const { social, calls } = await onBadNetwork(alice, 'create_post')
  const media = [{ id: await upload(alice) }]
  const post = unwrap(await social.posts.create({ media }))
  expect(calls()).toBe(2)
  const { items } = unwrap(await social.posts.listByAuthor(alice.id))
  expect(items.map(({ id }) => id)).toEqual([post.id])
})

it('comments.create is retried after a lost response, and one comment is created', async () => {
  const alice = await person('alice')
  const { social, calls } = await onBadNetwork(alice, 'add_comment')
  const post = await publish(alice)
  const comment = unwrap(await social.comments.create(post.id, 'Once'))
  expect(calls()).toBe(2)
  const { items } = unwrap(await social.comments.list(post.id))
  expect(items.map(({ id }) => id)).toEqual([comment.id])
})

it('posts.like is not retried after a lost response, but the app can call it again', async () => {
  const alice = await person('alice')
  const { social } = await onBadNetwork(alice, 'like_post')
  const post = await publish(alice)
  expect((await social.posts.like(post.id)).error?.code).toBe('network')
  expect(unwrap(await social.posts.like(post.id))).toEqual({ is_liked: true, like_count: 1 })
  expect(unwrap(await social.posts.get(post.id)).like_count).toBe(1)
})

it('account.create is retried after a lost response, and one profile is created', async () => {
  const login = await newcomer()
  const { social, calls } = await onBadNetwork(login, 'create_profile')
  const username = `late_${login.id.slice(0, 8)}`
  expect(unwrap(await social.account.create({ username })).id).toBe(login.id)
  expect(calls()).toBe(2)
})

it('an upload whose processing fails once is processed at the second try', async () => {
  const alice = await person('alice')
  let calls = 0
  const client = newClient(async (input, init) => {
    if (!String(input).endsWith('/functions/v1/social-ingest') || ++calls > 1)
      return fetch(input, init)
    return Response.json({ code: 'unknown', message: 'Something went wrong.' }, { status: 500 })
  })
  const social = createSocial(client)
  unwrap(await social.auth.signIn(alice))
  expect(unwrap(await social.media.upload(photo())).mime_type).toBe('image/jpeg')
  expect(calls).toBe(2)
})

describe('16 parallel calls and one later retry', () => {
  let [alice, bob]: Person[] = []
  const args: Record<string, Record<string, unknown>> = {}

  beforeAll(async () => {
    ;[alice, bob] = await people('alice', 'bob')
    const mona = await staff('mona')
    const [post, hidden] = [await publish(bob), await publish(alice)]
    const comment = unwrap(await bob.social.comments.create(post.id, 'Mine'))
    const why = { reason: 'Nudity', ground: 'law' } as const
    unwrap(await mona.social.moderation.hidePost(hidden.id, why))
    const [sanction] = unwrap(await alice.social.sanctions.list()).items
    Object.assign(args, {
      create_post: { caption: 'One', media: [{ id: await upload(alice) }], idempotency_key: 'a' },
      add_comment: { post_id: post.id, body: 'One', idempotency_key: 'b' },
      report_post: { post_id: post.id, reason: 'spam' },
      report_comment: { comment_id: comment.id, reason: 'spam' },
      report_profile: { profile_id: bob.id, reason: 'spam' },
      appeal_sanction: { sanction_id: sanction?.id, reason: 'It is a Venus' },
      request_export: {},
    })
  })

  it.each([
    ...['create_post', 'add_comment', 'report_post', 'report_comment', 'report_profile'],
    ...['appeal_sanction', 'request_export'],
  ])('of %s create one row, and every call returns this row', async (name) => {
    await expectOne(alice as Person, name, args[name])
  })

  it('of create_profile create one row, and every call returns this row', async () => {
    const login = await newcomer()
    await expectOne(login, 'create_profile', { username: `many_${login.id.slice(0, 8)}` })
  })

  async function expectOne({ supabase }: Person, name: string, body = {}) {
    const send = () => supabase.schema('social').rpc(name, body)
    const answers = await Promise.all(Array.from({ length: 16 }, send))
    answers.push(await send())
    const [first] = answers
    expect(first?.data).toMatchObject({ id: expect.any(String) })
    for (const { data, error } of answers) expect([error, data]).toEqual([null, first?.data])
  }
})
