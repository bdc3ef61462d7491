import { expect, it } from 'vitest'
import { createSocial, type Social } from './client.ts'
import { unwrap } from './result.ts'
import { type Person, person, publish, upload } from './test/people.ts'
import { newClient } from './test/stack.ts'

/** The same person on a network that swallows the first answer of a function. */
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

it('a post whose answer got lost is sent again and made once', async () => {
  const alice = await person('alice')
  const { social, calls } = await onBadNetwork(alice, 'create_post')
  const media = [{ id: await upload(alice) }]
  const post = unwrap(await social.posts.create({ media }))
  expect(calls()).toBe(2)
  const { items } = unwrap(await social.feed.profile(alice.id))
  expect(items.map(({ id }) => id)).toEqual([post.id])
})

it('a comment whose answer got lost is sent again and made once', async () => {
  const alice = await person('alice')
  const { social, calls } = await onBadNetwork(alice, 'add_comment')
  const post = await publish(alice)
  const comment = unwrap(await social.comments.add(post.id, 'Once'))
  expect(calls()).toBe(2)
  const { items } = unwrap(await social.comments.list(post.id))
  expect(items.map(({ id }) => id)).toEqual([comment.id])
})

it('a like whose answer got lost may be repeated by the app', async () => {
  const alice = await person('alice')
  const { social } = await onBadNetwork(alice, 'like_post')
  const post = await publish(alice)
  expect((await social.posts.like(post.id)).error?.code).toBe('network')
  expect(unwrap(await social.posts.like(post.id))).toBe(true)
  expect(unwrap(await social.posts.get(post.id)).like_count).toBe(1)
})
