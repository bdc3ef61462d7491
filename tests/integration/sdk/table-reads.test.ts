import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { mailDomain } from '../../support/addresses.ts'
import { type Caller, send } from '../../support/http.ts'
import { befriend, lock, type Person, people, publish } from '../../support/people.ts'
import { sql, watch } from '../../support/stack.ts'

const tables = await sql<{ name: string; columns: string[] }[]>`
  select relname as name, array_agg(attname::text order by attnum) as columns
  from pg_class join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
  where relnamespace = 'social'::regnamespace and relkind in ('r', 'v')
  group by relname order by relname`
const names = tables.map(({ name }) => name)

let alice: Person
let fan: Person
let stranger: Person
let ids: string[]

/** Creates a private account with rows in every table, a follower of the account and a stranger. */
beforeAll(async () => {
  ;[alice, fan, stranger] = await people('alice', 'fan', 'stranger')
  await lock(alice)
  await befriend(fan, alice)
  const post = await publish(alice, { caption: 'One' })
  unwrap(await alice.social.posts.update(post.id, { caption: `Two #bridge @${fan.username}` }))
  const comment = unwrap(await fan.social.comments.create(post.id, 'One'))
  unwrap(await fan.social.comments.update(comment.id, `Two @${alice.username}`))
  unwrap(await alice.social.comments.like(comment.id))
  unwrap(await fan.social.posts.like(post.id))
  unwrap(await fan.social.posts.save(post.id))
  ids = [alice.id, fan.id, post.id, comment.id]
})

/**
 * Returns the number of rows of these people that a caller can read, or the status of the error.
 */
async function reads(who: Caller, table: string): Promise<number> {
  const { status, body } = await send(who, 'GET', table)
  if (status !== 200) return status
  return body.filter((row: object) => ids.some((id) => Object.values(row).includes(id))).length
}

/**
 * The number of rows of the private account that its owner, its follower and a stranger can read in
 * each table.
 */
const access: Record<string, [owner: number, follower: number, other: number]> = {
  comment_counts: [1, 1, 0],
  comment_edits: [0, 1, 0],
  comment_likes: [1, 1, 0],
  comment_mentions: [1, 1, 0],
  comments: [1, 1, 0],
  follows: [1, 1, 0],
  likes: [1, 1, 0],
  post_counts: [1, 1, 0],
  post_edits: [1, 0, 0],
  post_hashtags: [1, 1, 0],
  post_media: [1, 1, 0],
  post_mentions: [1, 1, 0],
  posts: [1, 1, 0],
  profile_counts: [2, 2, 1],
  profiles: [2, 2, 2],
  saves: [0, 1, 0],
}

describe('reading tables', () => {
  it('is tested for every table', () => {
    expect(Object.keys(access)).toEqual(names)
  })

  it.each(Object.entries(access))(
    'returns only the rows of %s that the caller may see',
    async (table, expected) => {
      const seen = await Promise.all([alice, fan, stranger].map((who) => reads(who, table)))
      expect(seen).toEqual(expected)
    },
  )

  it.each(names)('requires a signed-in caller for the table %s', async (table) => {
    const { status, body } = await send('nobody', 'GET', table)
    expect([status, body.code]).toEqual([401, '42501'])
  })

  it('never returns an e-mail address', async () => {
    for (const table of names) {
      const { body } = await send(alice, 'GET', table)
      expect(JSON.stringify(body)).not.toContain(mailDomain)
    }
  })

  it.each(['social_private', 'auth', 'storage', 'extensions', 'pg_catalog'])(
    'is impossible in the schema %s',
    async (schema) => {
      for (const path of ['config', 'users', 'rpc/version', 'rpc/post_card', 'rpc/fail']) {
        const { status, body } = await send(alice, 'GET', path, undefined, schema)
        expect([status, body.code]).toEqual([406, 'PGRST106'])
      }
    },
  )
})

/**
 * The codes of rejected writes. 42501: no privilege. 55000: the view cannot be updated. 428C9: the
 * column is generated. PGRST105 and PGRST115: a PUT request without the key of a row.
 */
const REFUSALS = ['42501', '55000', '428C9', 'PGRST105', 'PGRST115']

describe.each(tables)('a direct write to $name', ({ name, columns }) => {
  const key = columns.find((column) => column.endsWith('id')) ?? 'id'

  it.each(['POST', 'PATCH', 'DELETE', 'PUT'])(
    'with the HTTP method %s is rejected',
    async (method) => {
      const unchanged = await watch(...ids)
      const row = Object.fromEntries(columns.map((column) => [column, null]))
      for (const who of [alice, fan, 'nobody'] as Caller[]) {
        const path = method === 'POST' ? name : `${name}?${key}=not.is.null`
        const answer = await send(who, method, path, method === 'DELETE' ? undefined : row)
        expect(answer.body.code).toBeOneOf(REFUSALS)
      }
      expect(await unchanged()).toEqual([])
    },
  )
})
