import { randomUUID } from 'node:crypto'
import { insertSessions } from '../../src/cli/logins.ts'
import { type Person, say, type World } from './world.ts'

/** The people and rows that tests/integration/locks.test.ts uses. */
export interface LockFixtures {
  people: { alice: Person; bob: Person; carol: Person; dan: Person }
  /** Maps a name such as `alice` or `post` to the id of the person or row. */
  ids: Record<string, string>
}

/**
 * Creates four people, and the rows that the calls under test lock. Alice has four posts: staff hid
 * one post, and Alice deleted another post long ago. Alice wrote three comments under a post by Bob
 * and deleted two of them. Carol replied to Alice and is an administrator. Alice follows Bob,
 * blocks Dan, requested an export, has two unfinished uploads, and appeals a sanction. Dan is
 * deleting his account.
 */
export async function createLockFixtures(world: World): Promise<LockFixtures> {
  const { sql } = world
  const names = ['alice', 'bob', 'carol', 'dan'] as const
  const all = await Promise.all(names.map(async (name) => [name, await world.person(name)]))
  const people: LockFixtures['people'] = Object.fromEntries(all)
  const ids: Record<string, string> = {}
  for (const [name, { id }] of Object.entries(people)) ids[name] = id
  for (const name of ['hidden', 'gone', 'older', 'newest'])
    ids[name] = await world.post(people.alice)
  ids.carols = await world.post(people.carol)
  ids.post = await world.post(people.bob)
  ids.comment = await say(people.alice, ids.post)
  ids.reply = await say(people.carol, ids.post, ids.comment)
  const [deep] = await people.alice.call<{ id: string }>('add_comment', {
    post_id: ids.post,
    parent_id: ids.reply,
    body: `@bob.${ids.bob?.slice(0, 8)}`,
  })
  ids.deep = deep?.id ?? ''
  ids.past = await say(people.alice, ids.post)
  ids.lone = await say(people.bob, ids.post)
  for (const comment_id of [ids.comment, ids.deep]) {
    await people.carol.call('like_comment', { comment_id })
  }
  await people.alice.call('like_comment', { comment_id: ids.lone })
  await people.alice.call('delete_comment', { comment_id: ids.deep })
  await people.alice.call('delete_comment', { comment_id: ids.past })
  await people.alice.call('delete_post', { post_id: ids.gone })
  await sql`update social.comments set deleted_at = '2020-01-01' where id = ${ids.past}`
  await sql`update social.posts set deleted_at = '2020-01-01' where id = ${ids.gone ?? ''}`
  await people.alice.call('like_post', { post_id: ids.post })
  await people.alice.call('save_post', { post_id: ids.post })
  await people.alice.call('follow_profile', { profile_id: ids.bob })
  await people.alice.call('block_profile', { profile_id: ids.dan })
  const [asked] = await people.alice.call<{ id: string }>('request_export')
  ids.export = asked?.id ?? ''
  const about = { post_id: ids.newest, reason: 'spam' }
  const [report] = await people.bob.call<{ id: string }>('report_post', about)
  ids.report = report?.id ?? ''
  const [waiting] = await people.bob.call<{ id: string }>('request_export')
  ids.waiting = waiting?.id ?? ''
  ids.lease = randomUUID()
  await sql`update social_private.exports set lease_id = ${ids.lease} where id = ${ids.export}`
  for (const [name, createdAt] of [
    ['upload', '2100-01-01'],
    ['old', '2020-01-01'],
  ] as const) {
    const id = randomUUID()
    ids[name] = id
    await sql`insert into social_private.uploads (id, owner_id, purpose, source_path, created_at)
      values (${id}, ${ids.alice as string}, 'post', ${`${ids.alice}/${id}.jpg`}, ${createdAt})`
  }
  await sql`select social_private.moderate(null, 'post', ${ids.hidden ?? ''}, 'hide', 'Spam')`
  const [sanction] = await people.alice.call<{ id: string }>('my_sanctions')
  ids.sanction = sanction?.id ?? ''
  await people.alice.call('appeal_sanction', { sanction_id: ids.sanction, reason: 'It is art' })
  const [appeal] = await sql<{ id: string }[]>`
    select id from social_private.appeals where sanction_id = ${ids.sanction}`
  ids.appeal = appeal?.id ?? ''
  await sql`select social_private.settled_time()`
  await sql`update social_private.feed_marks set mark_at = '2020-01-01'`
  await sql`insert into social_private.idempotency_keys (user_id, key, request_hash, created_at)
    values (${ids.alice as string}, 'old', '', '2020-01-01')`
  await sql`insert into social_private.staff (profile_id, role)
    values (${ids.carol as string}, 'administrator')`
  await people.dan.call('delete_profile', { immediately: true })
  // Create the session whose id is in Dan's claims, so that Dan is signed in again.
  await insertSessions(sql, [{ id: people.dan.session, user_id: people.dan.id }])
  return { people, ids }
}
