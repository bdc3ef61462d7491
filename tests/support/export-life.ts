import { unwrap } from '../../src/sdk/result.ts'
import type { Exported } from './export-reading.ts'
import { photograph } from './files.ts'
import { befriend, type Person, publish, upload } from './people.ts'
import { sql } from './stack.ts'

/** Creates at least one row of each kind that an export contains. */
export async function live(alice: Person, [bob, carol, dave]: [Person, Person, Person]) {
  const { social } = alice
  const picture = new Blob([photograph as BlobPart], { type: 'image/jpeg' })
  const avatar = unwrap(await social.media.upload(picture, { purpose: 'avatar' }))
  await social.account.update({
    displayName: 'Alice',
    bio: 'I draw bridges',
    website: 'https://alice.example',
    followersVisibility: 'followers',
    followingVisibility: 'only_me',
    avatarId: avatar.id,
  })
  await befriend(alice, bob)
  await befriend(bob, alice)
  const posts = []
  for (const visibility of ['public', 'followers', 'close_friends', 'only_me'] as const) {
    const media = []
    for (const altText of ['A bridge', undefined, 'Its river']) {
      media.push({ id: await upload(alice), altText })
    }
    const caption = `For ${visibility} #bridges with @${bob.username}`
    posts.push(unwrap(await social.posts.create({ caption, media, visibility })))
  }
  const [open, followers, , mine] = posts
  const archived = await publish(alice, { caption: 'Archived', commentPolicy: 'mutuals' })
  unwrap(await social.posts.archive(archived.id))
  unwrap(await social.posts.pin(String(followers?.id)))
  const [bridge] = open?.media ?? []
  const media = [{ id: String(bridge?.id), altText: 'The old bridge' }]
  unwrap(await social.posts.update(String(open?.id), { caption: 'Changed #river', media }))
  const sensitive = { isSensitive: true, sensitiveNote: 'A fall' }
  await publish(alice, { caption: 'Careful', ...sensitive })

  const ofBob = await publish(bob, { caption: 'Of bob' })
  const { comments } = social
  const first = unwrap(await comments.create(ofBob.id, 'First'))
  const second = unwrap(await comments.create(ofBob.id, 'Second', { parentId: first.id }))
  unwrap(await comments.create(ofBob.id, 'Third', { parentId: second.id }))
  unwrap(await comments.update(first.id, 'First, changed'))
  const bobs = unwrap(await bob.social.comments.create(ofBob.id, 'Of bob'))
  unwrap(await comments.create(ofBob.id, 'To bob', { parentId: bobs.id }))
  const own = unwrap(await comments.create(String(open?.id), 'On my own'))
  unwrap(await comments.pin(own.id))

  for (const id of [ofBob.id, String(mine?.id)]) unwrap(await social.posts.like(id))
  for (const id of [bobs.id, own.id]) unwrap(await comments.like(id))
  for (const id of [ofBob.id, String(open?.id)]) unwrap(await social.posts.save(id))
  unwrap(await bob.social.posts.like(String(open?.id)))
  const calls = alice.supabase.schema('social')
  await calls.rpc('ring_bell', { profile_id: bob.id }).throwOnError()
  await calls.rpc('mute_post_notifications', { post_id: ofBob.id }).throwOnError()
  const choice = { kind: 'follow', from_whom: 'nobody' }
  await calls.rpc('set_notification_preference', choice).throwOnError()
  await choose(alice, dave, ofBob.id)
  unwrap(await social.profiles.addCloseFriend(bob.id))
  unwrap(await social.profiles.mute(dave.id, { expiresAt: '2999-01-01T00:00:00Z' }))
  unwrap(await social.profiles.block(carol.id))
}

/** Makes a choice of each kind about discovery. */
async function choose(alice: Person, dave: Person, postId: string) {
  const calls = alice.supabase.schema('social')
  await calls.rpc('set_feed_weights', { liked: 0.5, recency: 3 }).throwOnError()
  await calls.rpc('show_less', { post_id: postId, of: 'author' }).throwOnError()
  await sql`insert into social_private.hashtag_follows (profile_id, hashtag)
    values (${alice.id}, 'bridges'), (${alice.id}, '東京')`
  await sql`insert into social_private.muted_words (profile_id, word, display, expires_at)
    values (${alice.id}, 'rain', 'Rain', null), (${alice.id}, 'snow', 'snow', '2999-01-01')`
  await sql`insert into social_private.dismissed_suggestions (profile_id, dismissed_id)
    values (${alice.id}, ${dave.id})`
  await sql`update social_private.accounts set is_discoverable = false
    where profile_id = ${alice.id}`
}

/**
 * Returns the documents of an export. Replaces ids, the username and the e-mail address by fixed
 * words, so that tests can compare the exports of two accounts.
 */
export function withoutIds({ documents }: Exported, { id, username, email }: Person): unknown {
  // An import brings no notifications back.
  const { export: head, follows, notifications, ...rest } = documents
  const names: [string, string][] = [
    [id, 'the person'],
    [email, 'the address'],
    [username, 'the username'],
    ...documents.posts.map((post, index): [string, string] => [post.id, `post ${index}`]),
    ...documents.comments.map((one, index): [string, string] => [one.id, `comment ${index}`]),
  ]
  const sorted = <Row extends object>(rows: Row[]) =>
    rows.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
  const content = {
    ...rest,
    profile: head.profile,
    // Leave out followers. An import does not restore followers, because each follower decides
    // whether to follow again.
    follows: follows.filter(({ direction }) => direction === 'following'),
  }
  const text = names.reduce(
    (left, [name, word]) => left.replaceAll(name, word),
    JSON.stringify(content),
  )
  const named = JSON.parse(text)
  // Sort likes and saves again. An export sorts them by the ids of the liked and saved content, and
  // an import changes these ids.
  return { ...named, likes: sorted(named.likes), saves: sorted(named.saves) }
}

/**
 * Returns the profiles, accounts, posts, comments, files and notifications of the given people. Also
 * returns the likes by these people, and the follows between them.
 */
export async function rowsOfOthers(others: Person[]): Promise<string[]> {
  const ids = others.map(({ id }) => id)
  const rows = await sql<{ row: string }[]>`
    select 'profile ' || profiles::text as row from social.profiles where id = any (${ids})
    union all select 'account ' || accounts::text from social_private.accounts
      where profile_id = any (${ids})
    union all select 'post ' || posts::text from social.posts where author_id = any (${ids})
    union all select 'comment ' || comments::text from social.comments
      where author_id = any (${ids})
    union all select 'file ' || name from storage.objects
      where split_part(name, '/', 1) = any (${ids})
    union all select 'notification ' || notifications::text from social_private.notifications
      join social_private.notification_groups as groups on groups.id = group_id
      where recipient_id = any (${ids})
    union all select 'like ' || likes::text from social.likes where user_id = any (${ids})
    union all select 'follow ' || follows::text from social.follows
      where follower_id = any (${ids}) and followee_id = any (${ids})
    order by row`
  return rows.map(({ row }) => row)
}
