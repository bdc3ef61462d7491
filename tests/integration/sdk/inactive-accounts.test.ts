import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { expectRefusal } from '../../support/expect.ts'
import { type Person, people, publish } from '../../support/people.ts'
import { sql, watch } from '../../support/stack.ts'
import { commands, onComments, onPeople, onPosts } from '../../support/verbs.ts'

let host: Person
let suspended: Person
let deactivated: Person
let blocked: Person
let changes: () => Promise<string[]>
const ids = { post: '', comment: '' }

/**
 * Creates a host with a post and a comment, a suspended person, a deactivated person and a person
 * whom the host blocks.
 */
beforeAll(async () => {
  ;[host, suspended, deactivated, blocked] = await people('host', 'sue', 'dea', 'bob')
  ids.post = (await publish(host)).id
  ids.comment = unwrap(await host.social.comments.create(ids.post, 'Hello')).id
  unwrap(await deactivated.social.account.deactivate())
  await sql`update social_private.accounts set suspended_at = now()
    where profile_id = ${suspended.id}`
  unwrap(await host.social.profiles.block(blocked.id))
  const all = [host, suspended, deactivated, blocked].map(({ id }) => id)
  changes = await watch(...all, ids.post, ids.comment)
})

function idFor(name: string): string {
  if (name in onPosts) return ids.post
  return name in onComments ? ids.comment : host.id
}

/** The methods that inactive accounts may call. */
const allowed = [
  'account.reactivate',
  'account.delete',
  'account.restore',
  'exports.request',
  'exports.get',
  'exports.list',
  'sanctions.list',
  'sanctions.appeal',
]
const others = Object.entries(commands).filter(([name]) => !allowed.includes(name))

describe.each(others)('the method %s', (name, call) => {
  it('rejects suspended and deactivated accounts', async () => {
    await expectRefusal(call(suspended.social, idFor(name)), 'account_suspended')
    await expectRefusal(call(deactivated.social, idFor(name)), 'account_deactivated')
    expect(await changes()).toEqual([])
  })
})

it('account.reactivate does not lift a suspension', async () => {
  await expectRefusal(suspended.social.account.reactivate(), 'account_suspended')
  const [account] = await sql`select audience_level from social_private.accounts
    where profile_id = ${suspended.id}`
  expect(account?.audience_level).toBe(0)
})

const verbs = Object.entries({ ...onPosts, ...onComments, ...onPeople })

describe.each(verbs)('the method %s', (name, [call]) => {
  it('treats the ids of a blocker and of their posts and comments like ids that do not exist', async () => {
    const existing = await call(blocked.social, idFor(name))
    const missing = await call(blocked.social, randomUUID())
    const [text, expected] = [existing, missing].map((result) =>
      // Methods that undo something return the profile id from their argument, so the test ignores
      // this id.
      JSON.stringify(result).replace(/"profile_id":"[^"]*"/, '"profile_id":""'),
    )
    expect(text).toBe(expected)
    expect(await changes()).toEqual([])
  })
})
