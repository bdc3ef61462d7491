import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import type { Comment, Post } from '../../../src/sdk/types.ts'
import { expectRefusal } from '../../support/expect.ts'
import { lists } from '../../support/lists.ts'
import {
  elsewhere,
  lock,
  newcomer,
  nobody,
  type Person,
  people,
  person,
  publish,
} from '../../support/people.ts'
import { watch } from '../../support/stack.ts'
import { commands, onCases, onComments, onPeople, onPosts } from '../../support/verbs.ts'

let alice: Person
let bob: Person
let post: Post
let comment: Comment
let changes: () => Promise<string[]>

beforeAll(async () => {
  ;[alice, bob] = await people('alice', 'bob')
  post = await publish(alice)
  comment = unwrap(await alice.social.comments.create(post.id, 'Hello'))
  changes = await watch(alice.id, bob.id, post.id, comment.id)
})

/** Returns the id of an existing post, comment or person, so that the id itself causes no error. */
function idFor(name: string): string {
  if (name in onPosts) return post.id
  return name in onComments ? comment.id : alice.id
}

describe.each(Object.entries(commands))('the method %s', (name, call) => {
  it('requires a signed-in caller', async () => {
    await expectRefusal(call(nobody().social, idFor(name)), 'not_signed_in')
    expect(await changes()).toEqual([])
  })

  it('requires a caller with a profile', async () => {
    const login = await newcomer()
    await expectRefusal(call(login.social, idFor(name)), 'profile_missing')
    expect(await changes()).toEqual([])
  })

  it('rejects a session that has ended', async () => {
    const dave = await person('dave')
    const phone = await elsewhere(dave)
    unwrap(await phone.social.auth.signOut({ scope: 'others' }))
    const daves = await watch(dave.id)
    await expectRefusal(call(dave.social, idFor(name)), 'not_signed_in')
    expect(await daves()).toEqual([])
  })

  it('rejects a session of a deleted account', async () => {
    const dave = await person('dave')
    const phone = await elsewhere(dave)
    unwrap(await phone.social.account.delete())
    await expectRefusal(call(dave.social, idFor(name)), 'not_signed_in')
    expect(await changes()).toEqual([])
  })
})

const verbs = Object.entries({ ...onPosts, ...onComments, ...onPeople, ...onCases })

describe.each(verbs)('the method %s', (name, [call, missing]) => {
  it.each(['', 'no-uuid', '1', "'; drop table social.posts; --", 'a\0b', '\ud800', '🙂'])(
    'rejects the malformed id %j',
    async (id) => {
      await expectRefusal(call(bob.social, id), 'invalid_input')
      expect(await changes()).toEqual([])
    },
  )

  it.each([[42], [true], [{}], [[]], [['a', 'b']]])('rejects %j as an id', async (id) => {
    await expectRefusal(call(bob.social, id as never), 'invalid_input')
    expect(await changes()).toEqual([])
  })

  it.each([null, undefined])('rejects %s as an id', async (id) => {
    const { error } = await call(bob.social, id as never)
    // Methods that undo something succeed with an unknown id, but fail without an id.
    const codes = missing === 'ok' ? ['argument_missing'] : ['invalid_input', missing]
    expect(codes).toContain(error?.code)
    expect(await changes()).toEqual([])
  })

  it('returns the same error code for an unknown id and for an id of another kind of object', async () => {
    const others = [post.id, comment.id, alice.id].filter((id) => id !== idFor(name))
    for (const id of [randomUUID(), ...others]) {
      const { error } = await call(bob.social, id)
      expect(error?.code ?? 'ok').toBe(missing)
    }
    expect(await changes()).toEqual([])
  })
})

describe.each(Object.entries({ ...onPosts, ...onComments }))(
  'the method %s',
  (name, [call, missing]) => {
    it('returns the same result for an invisible post or comment and for an id that does not exist', async () => {
      const [carol, mallory] = await people('carol', 'mallory')
      await lock(carol)
      const hidden = await publish(carol)
      const said = unwrap(await carol.social.comments.create(hidden.id, 'Among us'))
      const carols = await watch(carol.id, hidden.id, said.id)
      for (const { social } of [mallory, nobody()]) {
        const hiddenTarget = await call(social, name in onPosts ? hidden.id : said.id)
        const missingTarget = await call(social, randomUUID())
        expect(JSON.stringify(hiddenTarget)).toBe(JSON.stringify(missingTarget))
        if (social === mallory.social) expect(hiddenTarget.error?.code ?? 'ok').toBe(missing)
      }
      expect(await carols()).toEqual([])
    })
  },
)

describe.each(Object.entries(lists))('the method %s', (_, call) => {
  it.each(['', 'x', '0', 'f'.repeat(48), 'a\0b', '\ud800'])(
    'rejects the cursor %j',
    async (after) => {
      await expectRefusal(call(bob.social, alice.id, { after }), 'cursor_invalid', 'invalid_input')
    },
  )

  it.each([0, 101, 1.5, 'many'])('rejects the page size %s', async (pageSize) => {
    const options = { pageSize: pageSize as number }
    await expectRefusal(call(bob.social, alice.id, options), 'page_size_invalid')
  })
})
