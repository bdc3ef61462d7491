import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { nobody, type Person, people, publish } from '../../support/people.ts'

let alice: Person
let fan: Person
let postId: string

beforeAll(async () => {
  ;[alice, fan] = await people('alice', 'fan')
  postId = (await publish(alice)).id
  unwrap(await fan.social.posts.like(postId))
})

describe('without a login, by default', () => {
  it('nobody lists all profiles', async () => {
    await expectRefusal(nobody().social.profiles.list(), 'query_too_short')
    await expectRefusal(nobody().social.profiles.search(alice.username[0] ?? ''), 'query_too_short')
  })

  it('a search for a username works', async () => {
    const { items } = unwrap(await nobody().social.profiles.search(alice.username))
    expect(items.map(({ id }) => id)).toContain(alice.id)
  })

  it('nobody lists who likes a post', async () => {
    await expectRefusal(nobody().social.posts.listLikers(postId), 'not_signed_in')
    expect(unwrap(await nobody().social.posts.get(postId)).like_count).toBe(1)
  })
})

describe('a cursor', () => {
  it('of the likers of one post is invalid for another post', async () => {
    const other = await publish(alice)
    unwrap(await alice.social.posts.like(postId))
    const page = unwrap(await alice.social.posts.listLikers(postId, { pageSize: 1 }))
    const after = page.nextCursor
    expect(unwrap(await alice.social.posts.listLikers(postId, { after })).items).toHaveLength(1)
    await expectRefusal(alice.social.posts.listLikers(other.id, { after }), 'cursor_invalid')
  })
})
