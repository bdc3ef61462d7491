import { readFileSync } from 'node:fs'
import type postgres from 'postgres'
import { beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../src/sdk/result.ts'
import type { Post } from '../../src/sdk/types.ts'
import { root } from '../../tools/local-stack/paths.ts'
import { type Person, people, publish } from '../support/people.ts'
import { sql, stack } from '../support/stack.ts'
import { openWire } from '../support/wire.ts'

const page = readFileSync(`${root}docs/notifications.md`, 'utf8')
const [, byHttp = ''] = page.split('## By HTTP')

/** Returns the names of the fields in a piece of JSON, which the page may have shortened. */
const fieldsIn = (json: string) => [...json.matchAll(/"(\w+)": ?/g)].map(([, name]) => name)

let alice: Person
let bob: Person
let post: Post

beforeAll(async () => {
  ;[alice, bob] = await people('alice', 'bob')
  post = await publish(alice)
  unwrap(await bob.social.comments.create(post.id, 'Nice'))
})

describe('the page about notifications', () => {
  it('shows the fields of a row of the list', async () => {
    const { data } = await alice.supabase.schema('social').rpc('notifications')
    const sample = JSON.parse(/```json\n([\s\S]*?)```/.exec(byHttp)?.[1] ?? '')
    expect(Object.keys(sample[0])).toEqual(Object.keys(data[0]))
    expect(data[0].actors).toMatchObject([{ id: bob.id, username: bob.username }])
    expect(Object.keys(data[0].actors[0])).toEqual(
      expect.arrayContaining(Object.keys(sample[0].actors[0])),
    )
  })

  it('shows calls that work, and the fields of their answers', async () => {
    const { data } = await alice.supabase.schema('social').rpc('notifications')
    const values = [
      ['<cursor of the first row>', data[0].cursor],
      ['"ids": ["<id>"]', `"ids": ["${data[0].id}"]`],
      ['"profile_id": "<id>"', `"profile_id": "${bob.id}"`],
      ['"post_id": "<id>"', `"post_id": "${post.id}"`],
    ]
    const calls = [...byHttp.matchAll(/^\| `call (\w+) '(.*?)'`.*? \| (.*) \|$/gm)]
    expect(calls.length).toBeGreaterThan(10)
    for (const [, name = '', body = '', answer = ''] of calls) {
      const filled = values.reduce((text, [from = '', to]) => text.replace(from, to), body)
      const called = await alice.supabase.schema('social').rpc(name, JSON.parse(filled))
      expect(called.error, name).toBeNull()
      const text = JSON.stringify(called.data)
      for (const field of fieldsIn(answer)) expect(text).toContain(`"${field}":`)
    }
  })

  it('shows frames with which an app without the SDK gets a message', async () => {
    const { data: watch } = await alice.supabase.schema('social').rpc('watch_notifications')
    const { data } = await alice.supabase.auth.getSession()
    const frames = framesOf(watch.topic, data.session?.access_token ?? '')
    expect(frames.map(({ way }) => way).join()).toBe('send,receive,receive,send,send,send')
    const [join, joined, message, ...later] = frames.map(({ frame }) => frame)
    const wire = await openWire(stack.url, stack.publishableKey, '1.0.0')
    wire.raw(JSON.stringify(join))
    expect(await wire.next({ event: 'phx_reply' })).toMatchObject(joined)
    unwrap(await bob.social.profiles.follow(alice.id))
    const { topic, payload } = await wire.next({ event: 'broadcast' })
    expect({ topic, type: payload.type, event: payload.event }).toEqual({
      topic: message.topic,
      type: message.payload.type,
      event: message.payload.event,
    })
    expect(Object.keys(payload.payload).sort()).toEqual(['cursor', 'id'])
    expect(Object.keys(message.payload.payload).sort()).toEqual(['cursor', 'id'])
    for (const frame of later) wire.raw(JSON.stringify(frame))
    await wire.next({ event: 'phx_reply', topic: 'phoenix' })
    await wire.next({ event: 'phx_reply', topic: message.topic, ref: later.at(-1).ref })
    wire.close()
  })

  it('lists every kind of notification', async () => {
    const kinds = await sql<{ kind: string }[]>`
      select kind from social_private.notification_kinds order by kind`
    const [, table = ''] = page.split('## What notifies whom')
    const listed = [...(table.split('## ')[0] ?? '').matchAll(/^\| `(\w+)` \|/gm)]
    expect(listed.map(([, kind]) => kind).sort()).toEqual(kinds.map(({ kind }) => kind))
  })

  it('shows SQL that adds a kind, which notifies a person', async () => {
    const [, block = ''] = page.split('<!-- A test runs these lines as they stand. -->')
    const code = /```sql\n([\s\S]*?)```/.exec(block)?.[1] ?? ''
    const undo = new Error('undo')
    const run = sql.begin(async (tx) => {
      await tx.unsafe(code)
      await act(tx, bob)
      await tx`select public.poke(${alice.id})`
      await act(tx, alice)
      const rows = await tx`select kind, actors from social.notifications(page_size => 1)`
      expect(rows[0]?.kind).toBe('poke')
      expect(rows[0]?.actors.join()).toContain(bob.username)
      throw undo
    })
    await expect(run).rejects.toBe(undo)
  })
})

/** Returns the frames that the page shows, with real values in place of the placeholders. */
function framesOf(topic: string, token: string) {
  const [, after = ''] = page.split('## Realtime without the SDK')
  const block = /```text\n([\s\S]*?)```/.exec(after)?.[1] ?? ''
  const text = block.replaceAll('<topic>', topic).replaceAll(/<\w* ?access token[^>]*>/g, token)
  const frames = text.matchAll(/^(send|receive) +(\{[\s\S]*?\})(?: +\(.*\))?$(?!\n +")/gm)
  return [...frames].map(([, way, frame = '']) => ({ way, frame: JSON.parse(frame) }))
}

/** Continues the transaction as a person. */
async function act(tx: postgres.TransactionSql, { supabase }: Person): Promise<void> {
  const { data } = await supabase.auth.getSession()
  const [, claims = ''] = data.session?.access_token.split('.') ?? []
  await tx`reset role`
  await tx`select set_config('request.jwt.claims', ${atob(claims)}, true)`
  await tx`set local role authenticated`
}
