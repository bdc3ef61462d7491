import type postgres from 'postgres'
import { insertSessions, insertUsers } from '../logins.ts'
import { buildNotifications } from './build-notifications.ts'
import { bucketOf } from './expected/files.ts'
import { buildExports } from './exports.ts'
import { type Ids, makeIds, usernameOf } from './ids.ts'
import { type Role, roles } from './roles.ts'
import * as scene from './scene.ts'
import { buildTopics } from './topics.ts'

/**
 * Inserts the test data that scene.ts describes. Uses `insert` statements, because public functions
 * cannot create some of the test data.
 */
export async function build(sql: postgres.TransactionSql): Promise<Ids> {
  // Remove the rate limits and reset the configured limits, so that a call fails only if the caller
  // lacks a right. Open the switches of docs/operating.md, because the expected results show who
  // may see a row while no switch closes it.
  await sql`update social_private.rate_limits set minutely = null, hourly = null, daily = null`
  await sql`update social_private.config set
    pins_max = default, following_max = default, caption_length = default,
    comment_length = default, bio_length = default, media_per_post = default,
    allow_anonymous_readers = default, allow_reading_without_login = true,
    directory_visibility = 'everybody', likes_visibility = 'everybody', notifications = true`
  const ids = await makeIds(sql)
  const { person, session, post, comment, file } = ids
  const logins = roles.filter((role) => role in person)
  await insertUsers(
    sql,
    logins.map((role) => ({
      id: person[role] as string,
      email: role === 'guest' ? null : `${ids.prefix}${role}@example.com`,
      metadata: role === 'newcomer' ? {} : { social_username: usernameOf(ids, role) },
      isAnonymous: role === 'guest',
      isUnconfirmed: role === 'unconfirmed',
    })),
  )
  // Everybody used a second factor, because an operator may require a second factor for staff.
  await insertSessions(
    sql,
    logins.map((role) => ({ id: session[role] as string, user_id: person[role] as string })),
    'aal2',
  )
  await standings(sql, ids)
  const profiles = await sql<{ id: string }[]>`select id from social.profiles
    where id = any (${Object.values(person)})`
  const isThere = (path: string) => profiles.some(({ id }) => path.startsWith(id))
  await sql`insert into storage.objects ${sql(
    Object.entries(file).map(([label, name]) => ({
      bucket_id: bucketOf(label),
      name,
      metadata: { size: 1000, mimetype: 'image/jpeg' },
    })),
  )}`
  await sql`update social.profiles set avatar_path = ${file['picture of owner'] as string}
    where id = ${person.owner as string}`
  await sql`insert into social_private.uploads ${sql(
    Object.entries(file)
      .filter(([label, path]) => /^(loose|avatar) /.test(label) && isThere(path))
      .map(([label, path]) => ({
        ...{ id: uploadIdIn(path), owner_id: path.split('/')[0] as string },
        ...{
          purpose: label.startsWith('avatar') ? 'avatar' : 'post',
          source_path: path,
          path,
          mime_type: 'image/jpeg',
          width: 4,
          height: 3,
        },
      })),
  )}`
  await sql`insert into social.posts ${sql(
    Object.entries(scene.posts).map(([label, { author, visibility, ...more }]) => ({
      id: post[label] as string,
      author_id: person[author] as string,
      caption: label,
      visibility,
      comment_policy: more.commentPolicy ?? 'everyone',
      archived_at: more.isArchived ? new Date() : null,
      hidden_at: more.isHidden ? new Date() : null,
    })),
  )}`
  await sql`insert into social.post_media ${sql(
    Object.entries(post).map(([label, post_id]) => ({
      ...{ post_id, position: 0, path: file[`of post ${label}`] as string },
      id: file[`of post ${label}`]?.split('/')[1] as string,
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
      deleted_at: author ? null : new Date(),
      deleted_by: author ? null : 'author',
      is_tombstone: !author,
    })),
  )}`
  await reactions(sql, ids)
  await buildExports(sql, ids)
  await buildNotifications(sql, ids)
  await buildTopics(sql, ids)
  return ids
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
  const named = (list: [Role, string][], column: string, targets: Record<string, string>) =>
    sql(
      list.map(([role, on]) => ({
        ...{ profile_id: person[role], [column]: targets[on] },
        ...{ username: usernameOf(ids, role), position: 1, starts: [0] },
      })) as object[],
    )
  await sql`insert into social.likes ${pairs(scene.likes, 'post_id', post)}`
  await sql`insert into social.saves ${pairs(scene.saves, 'post_id', post)}`
  await sql`insert into social.comment_likes ${pairs(scene.commentLikes, 'comment_id', comment)}`
  await sql`insert into social.post_mentions ${named(scene.mentions, 'post_id', post)}`
  await sql`insert into social.comment_mentions
    ${named(scene.commentMentions, 'comment_id', comment)}`
  await sql`insert into social.post_hashtags ${sql(
    Object.values(post).map((post_id) => ({ post_id, hashtag: 'prove', display: 'Prove' })),
  )}`
  await sql`insert into social_private.reports ${sql(
    Object.entries(scene.reports).map(([label, { by, kind, of, post: reported = '' }]) => ({
      ...{ id: ids.report[label] as string, reporter_id: person[by] as string },
      ...{ target_kind: kind, target_id: (post[reported] ?? person[of]) as string },
      ...{ subject_id: person[of] as string, reason: 'spam' },
      ...{ snapshot: { username: usernameOf(ids, of) }, media_paths: [] as string[] },
    })),
  )}`
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

/** Returns the id of the upload, which is the second part of the path. */
function uploadIdIn(path: string): string {
  return path.split('/')[1]?.slice(0, 36) ?? ''
}
