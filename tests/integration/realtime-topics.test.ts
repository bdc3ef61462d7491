import '../support/topics-stack.ts'
import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { befriend, lock, type Person, people, publish } from '../support/people.ts'
import { sql, stack } from '../support/stack.ts'
import {
  admin,
  closeWires,
  connectWire,
  eventsOn,
  joinTopic,
  tokenOf,
} from '../support/topics-stack.ts'

const TIMEOUT = 120_000
const content = Buffer.from('{"cursor":"forged"}')

let alice: Person
let bob: Person
let mallory: Person
let post: string
let topics: { alice: string; post: string }

const tokenFor = async ({ supabase }: Person) =>
  (await supabase.auth.getSession()).data.session?.access_token ?? ''

async function call<Result>({ supabase }: Person, name: string, args = {}): Promise<Result> {
  const { data, error } = await supabase.schema('social').rpc(name, args)
  if (error) throw error
  return data as Result
}

interface Watch {
  topic: string
}

beforeAll(async () => {
  ;[alice, bob, mallory] = await people('alice', 'bob', 'mallory')
  await lock(alice)
  await befriend(bob, alice)
  post = (await publish(alice)).id
  topics = {
    alice: (await call<Watch>(alice, 'watch_notifications')).topic,
    post: (await call<Watch>(bob, 'watch_post', { post_id: post })).topic,
  }
}, 120_000)

afterEach(closeWires)

/** Joins a topic on a new socket. */
const ask = async (topic: string, token: string) => joinTopic(await connectWire(), topic, token)

describe('the topics of supabase-social, whatever the policies of the host app allow', {
  timeout: TIMEOUT,
}, () => {
  it('open to their owner, and a message of the database arrives', async () => {
    const wire = await connectWire()
    expect(await joinTopic(wire, topics.alice, await tokenFor(alice))).toBe('ok')
    await call(bob, 'like_post', { post_id: post })
    const { payload } = await wire.next({ event: 'broadcast', topic: `realtime:${topics.alice}` })
    expect(payload).toMatchObject({
      event: 'inbox',
      payload: { cursor: expect.any(String), id: expect.any(String) },
    })
    expect(await call(alice, 'notifications')).toMatchObject([{ kind: 'post_like' }])
  })

  it('open to people who see the post, and to nobody else', async () => {
    const wire = await connectWire()
    expect(await joinTopic(wire, topics.post, await tokenFor(bob))).toBe('ok')
    expect(await ask(topics.post, await tokenFor(mallory))).toBe('Unauthorized')
    await sql`update social_private.watched_posts set hinted_at = '-infinity'`
    await call(alice, 'like_post', { post_id: post })
    const { payload } = await wire.next({ event: 'broadcast', topic: `realtime:${topics.post}` })
    expect(payload).toMatchObject({ event: 'changed', payload: { id: expect.any(String) } })
    expect(Object.keys(payload.payload)).toEqual(['id'])
  })

  it.each<[string, () => Promise<string> | string]>([
    ['another person', () => tokenFor(mallory)],
    ['a follower', () => tokenFor(bob)],
    ['the publishable key', () => stack.publishableKey],
    ['a token of nobody', () => tokenOf({ role: 'anon' })],
    ['a token without a session', () => tokenOf({ role: 'authenticated', sub: alice.id })],
    [
      'a token of an unknown session',
      () => tokenOf({ role: 'authenticated', sub: alice.id, session_id: randomUUID() }),
    ],
    ['a role of the host app', () => tokenOf({ role: 'kiosk', sub: alice.id })],
    ['a role that does not exist', () => tokenOf({ role: 'nobody', sub: alice.id })],
  ])('stay closed to %s', async (_, token) => {
    expect(await ask(topics.alice, await token())).toBe('Unauthorized')
  })

  it('stay closed under every name that is not exact', async () => {
    const [, id] = topics.alice.split(':')
    const token = await tokenFor(alice)
    for (const topic of [
      `social:${id}`,
      `social:${id}:`,
      `social:${id}:${randomUUID()}`,
      `${topics.alice} `,
      `${topics.alice}:`,
      topics.alice.toUpperCase().replace('SOCIAL', 'social'),
      'social:',
      'social:post:',
      `social:post:${post}:${randomUUID()}`,
    ])
      expect([topic, await ask(topic, token)]).toEqual([topic, 'Unauthorized'])
  })

  it('are not reached by a name in another case or with a space before it', async () => {
    const wire = await connectWire()
    const names = [topics.alice.toUpperCase(), ` ${topics.alice}`, `a${topics.alice}`]
    for (const topic of names)
      expect([topic, await joinTopic(wire, topic, await tokenFor(mallory))]).toEqual([topic, 'ok'])
    await admin`select social_private.send_hint(${topics.alice}, 'inbox')`
    for (const topic of names) expect(await eventsOn(wire, topic)).toEqual([])
  })

  it('take no message of a client', async () => {
    const [listener, sender] = [await connectWire(), await connectWire()]
    const token = await tokenFor(alice)
    for (const wire of [listener, sender])
      expect(await joinTopic(wire, topics.alice, token)).toBe('ok')
    sender.push(`realtime:${topics.alice}`, 'inbox', content)
    await sender.settle()
    await sql`insert into realtime.messages (topic, extension, event, payload, private)
      values (${topics.alice}, 'broadcast', 'last', '{}', true)`
    await listener.next({ event: 'broadcast' })
    expect(await eventsOn(listener, topics.alice)).toEqual(['last'])
  })

  it('are silent for a public channel of the same name', async () => {
    const wire = await connectWire()
    const { payload } = await wire.join(`realtime:${topics.alice}`, { private: false })
    expect(payload.status).toBe('ok')
    await admin`select social_private.send_hint(${topics.alice}, 'inbox')`
    expect(await eventsOn(wire, topics.alice)).toEqual([])
  })

  it('close when the token of another person is pushed', async () => {
    const wire = await connectWire()
    expect(await joinTopic(wire, topics.alice, await tokenFor(alice))).toBe('ok')
    wire.send(
      `realtime:${topics.alice}`,
      'access_token',
      { access_token: await tokenFor(mallory) },
      '1',
    )
    await wire.next({ event: 'phx_close' })
    await admin`select social_private.send_hint(${topics.alice}, 'inbox')`
    expect(await eventsOn(wire, topics.alice)).toEqual([])
  })
})

describe('the own private topics of the host app', { timeout: TIMEOUT }, () => {
  it.each<[string, () => Promise<string> | string]>([
    ['a person', () => tokenFor(mallory)],
    ['a token without a session', () => tokenOf({ role: 'authenticated', sub: randomUUID() })],
    ['nobody', () => tokenOf({ role: 'anon' })],
    ['a role of the host app that may not execute our functions', () => tokenOf({ role: 'kiosk' })],
    ['the secret key', () => tokenOf({ role: 'service_role' })],
  ])('let %s join and send', async (_, token) => {
    const [listener, sender] = [await connectWire(), await connectWire()]
    for (const wire of [listener, sender])
      expect(await joinTopic(wire, 'room:1', await token())).toBe('ok')
    sender.push('realtime:room:1', 'hello', Buffer.from('{"n":1}'))
    const { payload } = await listener.next({ event: 'broadcast' })
    expect(payload).toMatchObject({ event: 'hello', payload: { n: 1 } })
  })

  it('get messages of the database', async () => {
    const wire = await connectWire()
    expect(await joinTopic(wire, 'room:2', await tokenFor(mallory))).toBe('ok')
    await sql`select realtime.send('{"n": 2}', 'news', 'room:2')`
    const { payload } = await wire.next({ event: 'broadcast' })
    expect(payload).toMatchObject({ event: 'news', payload: { n: 2 } })
  })

  it('have names that only look like ours', async () => {
    for (const topic of [
      'Social:1',
      'SOCIAL:post:1',
      'socials:1',
      'social',
      'my social:1',
      'social/1',
    ])
      expect([topic, await ask(topic, await tokenFor(mallory))]).toEqual([topic, 'ok'])
  })

  it('may use presence, which the topics of supabase-social have not', async () => {
    const wire = await connectWire()
    const join = { private: true, presence: { enabled: true }, token: await tokenFor(alice) }
    expect((await wire.join('realtime:room:3', join)).payload.status).toBe('ok')
    await wire.next({ event: 'presence_state' })
    const [{ probes } = { probes: 0 }] = await admin.begin(async (tx) => {
      const claims = JSON.parse(atob((join.token.split('.')[1] ?? '').replaceAll('-', '+')))
      await tx`insert into realtime.messages (topic, extension)
        select topic, extension from unnest(${['room:3', topics.alice]}::text[]) as topic,
          unnest('{broadcast,presence}'::text[]) as extension`
      await tx`select set_config('role', 'authenticated', true),
        set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`
      return tx<{ probes: string[] }[]>`
        select array_agg(split_part(topic, ':', 1) || ' ' || extension order by 1) as probes
        from realtime.messages where event is null`
    })
    expect(probes).toEqual(['room broadcast', 'room presence', 'social broadcast'])
  })
})
