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

/** Somebody whose post and comment the others may not touch: away, or blocked by the host. */
beforeAll(async () => {
  ;[host, suspended, deactivated, blocked] = await people('host', 'sue', 'dea', 'bob')
  ids.post = (await publish(host)).id
  ids.comment = unwrap(await host.social.comments.add(ids.post, 'Hello')).id
  unwrap(await deactivated.social.profiles.deactivate())
  await sql`update social_private.accounts set suspended_at = now()
    where profile_id = ${suspended.id}`
  unwrap(await host.social.blocks.block(blocked.id))
  const all = [host, suspended, deactivated, blocked].map(({ id }) => id)
  changes = await watch(...all, ids.post, ids.comment)
})

function idFor(name: string): string {
  if (name in onPosts) return ids.post
  return name in onComments ? ids.comment : host.id
}

/** What stays theirs who are away: to come back, to leave, to take their data, to hear why
 * and object. */
const theirs = [
  'profiles.reactivate',
  'profiles.delete',
  'profiles.restore',
  'exports.request',
  'exports.get',
  'exports.list',
  'reports.sanctions',
  'reports.appeal',
]
const others = Object.entries(commands).filter(([name]) => !theirs.includes(name))

describe.each(others)('%s', (name, call) => {
  it('wants an account that is neither suspended nor deactivated', async () => {
    await expectRefusal(call(suspended.social, idFor(name)), 'account_suspended')
    await expectRefusal(call(deactivated.social, idFor(name)), 'account_deactivated')
    expect(await changes()).toEqual([])
  })
})

it('profiles.reactivate does not bring a suspended person back', async () => {
  await expectRefusal(suspended.social.profiles.reactivate(), 'account_suspended')
  const [account] = await sql`select audience_level from social_private.accounts
    where profile_id = ${suspended.id}`
  expect(account?.audience_level).toBe(0)
})

const verbs = Object.entries({ ...onPosts, ...onComments, ...onPeople })

describe.each(verbs)('%s', (name, [call]) => {
  it('answers somebody who is blocked as if there was nothing', async () => {
    const there = await call(blocked.social, idFor(name))
    const nowhere = await call(blocked.social, randomUUID())
    const [text, expected] = [there, nowhere].map((result) =>
      // What takes something back answers whose it is, and no more.
      JSON.stringify(result).replace(/"profile_id":"[^"]*"/, '"profile_id":""'),
    )
    expect(text).toBe(expected)
    expect(await changes()).toEqual([])
  })
})
