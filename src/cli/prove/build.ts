import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { people, type Role, roles } from './roles.ts'
import * as scene from './scene.ts'

/** The ids of what is in the scene, by kind and label. */
export interface Ids {
  prefix: string
  person: Record<string, string>
  session: Record<string, string>
  post: Record<string, string>
  comment: Record<string, string>
  /** Paths: of each post's photograph, of each person's loose upload, of the owner's avatar. */
  file: Record<string, string>
}

/** Makes the scene inside the transaction. Plain inserts: it holds states no command leads to. */
export async function build(sql: postgres.TransactionSql): Promise<Ids> {
  const ids = await makeIds(sql)
  const { person, session, post, comment, file } = ids
  const logins = roles.filter((role) => role in person)
  await sql`insert into auth.users ${sql(
    logins.map((role) => ({
      id: person[role] as string,
      email: `${ids.prefix}${role}@example.com`,
      raw_user_meta_data: role === 'newcomer' ? {} : { username: usernameOf(ids, role) },
    })),
  )}`
  await sql`insert into auth.sessions ${sql(
    logins.map((role) => ({ id: session[role] as string, user_id: person[role] as string })),
  )}`
  await standings(sql, ids)
  await sql`insert into storage.objects ${sql(
    Object.entries(file).map(([label, name]) => ({
      bucket_id: label.startsWith('avatar') ? 'avatars' : 'media',
      name,
      metadata: { size: 1000, mimetype: 'image/jpeg' },
    })),
  )}`
  await sql`insert into social.posts ${sql(
    Object.entries(scene.posts).map(([label, { author, visibility, ...more }]) => ({
      id: post[label] as string,
      author_id: person[author] as string,
      caption: label,
      visibility,
      comment_gate: more.gate ?? 'everyone',
      archived_at: more.isArchived ? new Date() : null,
      hidden_at: more.isHidden ? new Date() : null,
    })),
  )}`
  await sql`insert into social.post_media ${sql(
    Object.entries(post).map(([label, post_id]) => ({
      ...{ post_id, position: 0, path: file[`of post ${label}`] as string },
      ...{ mime_type: 'image/jpeg', width: 4, height: 3 },
    })),
  )}`
  await sql`insert into social.comments ${sql(
    Object.entries(scene.comments).map(([label, { author, post: under, parent = null }]) => ({
      id: comment[label] as string,
      post_id: post[under] as string,
      author_id: author && (person[author] as string),
      parent_id: parent && (comment[parent] as string),
      root_id: parent && (comment[parent] as string),
      depth: parent ? 1 : 0,
      body: author && label,
      deleted_by: author ? null : 'author',
    })),
  )}`
  await reactions(sql, ids)
  return ids
}

async function makeIds(sql: postgres.TransactionSql): Promise<Ids> {
  const rows = await sql<{ id: string }[]>`
    select social_private.uuid_v7() as id from generate_series(1, 200)`
  const ordered = rows.map(({ id }) => id).sort()
  const label = <Value>(labels: Iterable<string>, value: (label: string) => Value) =>
    Object.fromEntries([...labels].map((name) => [name, value(name)]))
  const logins = [...people, 'newcomer', 'deleted']
  const person = label(logins, () => randomUUID())
  const path = (role: Role) => `${person[role]}/${randomUUID()}.jpg`
  return {
    prefix: `p${randomUUID().slice(0, 7)}.`,
    person,
    session: label(logins, () => randomUUID()),
    post: label(Object.keys(scene.posts), () => ordered.shift() as string),
    comment: label(Object.keys(scene.comments), () => ordered.shift() as string),
    file: Object.fromEntries([
      ['avatar of owner', path('owner')],
      ...Object.entries(scene.posts).map(([name, { author }]) => [`of post ${name}`, path(author)]),
      ...people.map((role) => [`loose of ${role}`, path(role)]),
    ]),
  }
}

/** Random, short, and no look-alike of another. */
export function usernameOf(ids: Ids, role: string): string {
  return `${ids.prefix}${role.replace('_', '')}`
}

async function standings(sql: postgres.TransactionSql, { person, session }: Ids): Promise<void> {
  const id = (role: Role) => person[role] as string
  await sql`delete from auth.users where id = ${id('deleted')}`
  await sql`delete from auth.sessions where id = ${session.signed_out as string}`
  await sql`update auth.users set banned_until = now() + interval '1 day' where id = ${id('banned')}`
  for (const state of ['limited', 'suspended', 'deactivated'] as const) {
    await sql`update social_private.accounts set ${sql({ [`${state}_at`]: new Date() })}
      where profile_id = ${id(state)}`
  }
  await sql`insert into social_private.blocks (blocker_id, blocked_id)
    values (${id('owner')}, ${id('blocked')}), (${id('blocker')}, ${id('owner')})`
  await sql`insert into social_private.mutes (muter_id, muted_id)
    values (${id('owner')}, ${id('muted')})`
  await sql`insert into social_private.close_friends (owner_id, friend_id)
    values (${id('owner')}, ${id('friend')})`
  await sql`insert into social_private.staff (profile_id, role)
    values (${id('staff')}, 'moderator')`
  await sql`insert into social.follows ${sql(
    Object.values(scene.follows).map(([follower, followee]) => ({
      follower_id: id(follower),
      followee_id: id(followee),
      state: follower === 'requester' ? 'pending' : 'accepted',
      accepted_at: follower === 'requester' ? null : new Date(),
    })),
  )}`
}

async function reactions(sql: postgres.TransactionSql, ids: Ids): Promise<void> {
  const { person, post, comment } = ids
  const pairs = (list: [Role, string][], column: string, targets: Record<string, string>) =>
    sql(list.map(([role, on]) => ({ user_id: person[role], [column]: targets[on] })) as object[])
  await sql`insert into social.likes ${pairs(scene.likes, 'post_id', post)}`
  await sql`insert into social.saves ${pairs(scene.saves, 'post_id', post)}`
  await sql`insert into social.comment_likes ${pairs(scene.commentLikes, 'comment_id', comment)}`
  const hidden = Object.entries(scene.comments).filter(([, { hiddenBy }]) => hiddenBy)
  await sql`insert into social_private.hidden_comments ${sql(
    hidden.map(([label, { hiddenBy = '' }]) => ({
      comment_id: comment[label] as string,
      hidden_by: hiddenBy,
    })),
  )}`
  await sql`insert into social.post_edits ${sql(
    scene.editedPosts.map((label) => ({ post_id: post[label] as string, alt_texts: [''] })),
  )}`
  await sql`insert into social.comment_edits ${sql(
    scene.editedComments.map((label) => ({ comment_id: comment[label] as string, body: 'Before' })),
  )}`
}
