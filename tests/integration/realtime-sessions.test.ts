import '../support/topics-stack.ts'
import { createClient } from '@supabase/supabase-js'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import { elsewhere, type Person, person, publish } from '../support/people.ts'
import { sql, stack } from '../support/stack.ts'
import { admin, closeWires, connectWire, eventsOn, joinTopic } from '../support/topics-stack.ts'

const TIMEOUT = 120_000

let fan: Person

beforeAll(async () => {
  fan = await person('fan')
}, 120_000)

afterEach(closeWires)

const auth = () =>
  createClient(stack.url, stack.secretKey, { auth: { persistSession: false } }).auth.admin

const tokenFor = async ({ supabase }: Person) =>
  (await supabase.auth.getSession()).data.session?.access_token ?? ''

async function topicOf({ supabase }: Person): Promise<string> {
  const { data, error } = await supabase.schema('social').rpc('watch_notifications')
  if (error) throw error
  return data.topic
}

/** A person on two devices. The second one listens on the topic of the person. */
async function listening(name: string) {
  const one = await person(name)
  const two = await elsewhere(one)
  const post = await publish(one)
  const topic = await topicOf(two)
  const [token, wire] = [await tokenFor(two), await connectWire()]
  expect(await joinTopic(wire, topic, token)).toBe('ok')
  const like = async () => {
    await sql`update social_private.inboxes set hinted_at = '-infinity' where profile_id = ${one.id}`
    const { error } = await fan.supabase.schema('social').rpc('like_post', { post_id: post.id })
    return error?.message
  }
  return { one, two, topic, token, wire, like }
}

type Listening = Awaited<ReturnType<typeof listening>>

/** Ways in which the session of the second device ends. */
const ends: [name: string, end: (scene: Listening) => Promise<unknown>][] = [
  ['signs out on this device', ({ two }) => two.supabase.auth.signOut({ scope: 'local' })],
  ['signs out everywhere', ({ one }) => one.supabase.auth.signOut({ scope: 'global' })],
  ['signs out the other devices', ({ one }) => one.supabase.auth.signOut({ scope: 'others' })],
  ['is banned', ({ one }) => auth().updateUserById(one.id, { ban_duration: '24h' })],
  ['is deleted by an administrator', ({ one }) => auth().deleteUser(one.id)],
  ['is soft-deleted by an administrator', ({ one }) => auth().deleteUser(one.id, true)],
  [
    'changes the password on the other device',
    ({ one }) =>
      one.supabase.auth.updateUser({ password: 'a new secret', current_password: one.password }),
  ],
  ['deletes the account', ({ one }) => one.social.account.delete()],
  ['deactivates the account', ({ one }) => one.social.account.deactivate()],
]

describe('the topic of a person', { timeout: TIMEOUT }, () => {
  it.each(ends)('says that it moved, and is silent, after the person %s', async (name, end) => {
    const scene = await listening('ends')
    expect(((await end(scene)) as { error: unknown }).error).toBeNull()
    const { wire, topic, like } = scene
    await wire.next({ event: 'broadcast', topic: `realtime:${topic}` })
    const refusal = await like()
    if (!/delete|deactivate/.test(name)) expect(refusal).toBeUndefined()
    expect(await eventsOn(wire, topic)).toEqual(['moved'])
    expect(await joinTopic(await connectWire(), topic, scene.token)).toBe('Unauthorized')
  })

  it('has a new name for the device that stays signed in', async () => {
    const { one, two, topic, wire, like } = await listening('stays')
    await two.supabase.auth.signOut({ scope: 'others' })
    await wire.next({ event: 'broadcast', topic: `realtime:${topic}` })
    const now = await topicOf(two)
    expect(now).not.toBe(topic)
    expect(await joinTopic(wire, now, await tokenFor(two))).toBe('ok')
    expect(await joinTopic(await connectWire(), now, await tokenFor(one))).toBe('Unauthorized')
    await like()
    const { payload } = await wire.next({ event: 'broadcast', topic: `realtime:${now}` })
    expect(payload.event).toBe('inbox')
    expect(await eventsOn(wire, topic)).toEqual(['moved'])
  })

  it('stays when a token is renewed, and when the person signs in on another device', async () => {
    const { one, two, topic, wire, like } = await listening('renews')
    expect((await two.supabase.auth.refreshSession()).error).toBeNull()
    await elsewhere(one)
    expect(await topicOf(two)).toBe(topic)
    wire.send(`realtime:${topic}`, 'access_token', { access_token: await tokenFor(two) }, '1')
    await like()
    await wire.next({ event: 'broadcast', topic: `realtime:${topic}` })
    expect(await eventsOn(wire, topic)).toEqual(['inbox'])
  })

  it('ends with the sessions of many people at once, as when Auth cleans up', async () => {
    const scenes = [await listening('many'), await listening('many')]
    await admin`delete from auth.sessions where user_id = any (${scenes.map(({ one }) => one.id)})`
    for (const { wire, topic } of scenes) expect(await eventsOn(wire, topic)).toEqual(['moved'])
  })
})

describe('signing out works', { timeout: TIMEOUT }, () => {
  const isSignedOut = async ({ two, token }: Listening) => {
    expect((await two.supabase.auth.signOut({ scope: 'local' })).error).toBeNull()
    const { session_id } = JSON.parse(
      Buffer.from(token.split('.')[1] ?? '', 'base64url').toString(),
    )
    expect(await sql`select from auth.sessions where id = ${session_id}`).toEqual([])
  }

  it('within three seconds while another transaction locks the topics', async () => {
    const scene = await listening('locked')
    const other = connect(stack.databaseUrl)
    await other.unsafe('begin; lock table social_private.inboxes in access exclusive mode')
    try {
      const start = performance.now()
      await isSignedOut(scene)
      expect(performance.now() - start).toBeLessThan(3000)
    } finally {
      await other.unsafe('rollback')
      await other.end()
    }
    expect(await joinTopic(await connectWire(), scene.topic, scene.token)).toBe('Unauthorized')
  })

  it.each([
    [
      'the table of topics is missing',
      'alter table social_private.inboxes rename to gone',
      'alter table social_private.gone rename to inboxes',
    ],
    [
      'Realtime raises an error',
      'alter table realtime.messages rename to gone',
      'alter table realtime.gone rename to messages',
    ],
    [
      'the project loses Realtime',
      'alter schema realtime rename to gone',
      'alter schema gone rename to realtime',
    ],
    [
      'Auth may not execute our functions',
      'revoke execute on all functions in schema social_private from public, supabase_auth_admin',
      'select',
    ],
  ])('while %s', async (_, breaks, mends) => {
    const scene = await listening('broken')
    await admin.unsafe(breaks)
    try {
      await isSignedOut(scene)
      expect((await auth().updateUserById(scene.one.id, { ban_duration: '1h' })).error).toBeNull()
    } finally {
      await admin.unsafe(mends)
    }
  })
})
