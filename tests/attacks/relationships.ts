import { randomUUID } from 'node:crypto'
import type { Attack } from './attack.ts'
import { type Ask, type Attacker, type AttackStack, call, register } from './attack-stack.ts'
import { type ExposedFunction, exposedFunctions, madeUp, request } from './functions.ts'
import { JPEG } from './targets.ts'

type Way = (stack: AttackStack, owner: Attacker, friend: Attacker) => Promise<unknown>

/** The ways in which a relationship ends. Each way gets an account of its own. */
const ENDS: Record<string, Way> = {
  'unfollowed the author': (stack, owner, friend) =>
    call(stack, friend, 'unfollow_profile', { profile_id: owner.id }),
  'was removed by the author': (stack, owner, friend) =>
    call(stack, owner, 'remove_follower', { follower_id: friend.id }),
  'was blocked and unblocked': async (stack, owner, friend) => {
    await call(stack, owner, 'block_profile', { profile_id: friend.id })
    await call(stack, owner, 'unblock_profile', { profile_id: friend.id })
  },
  'blocked and unblocked the author': async (stack, owner, friend) => {
    await call(stack, friend, 'block_profile', { profile_id: owner.id })
    await call(stack, friend, 'unblock_profile', { profile_id: owner.id })
  },
  'lost the follow by SQL': ({ sql }, owner, friend) =>
    sql`delete from social.follows where follower_id = ${friend.id} and followee_id = ${owner.id}`,
  // A follow of a public account stays accepted.
  'must ask again': async ({ sql }, owner, friend) => {
    await sql`update social.profiles set is_private = true where id = ${owner.id}`
    await sql`update social.follows set state = 'pending', accepted_at = null
      where follower_id = ${friend.id} and followee_id = ${owner.id}`
  },
  'asked again and was rejected': async (stack, owner, friend) => {
    await call(stack, friend, 'unfollow_profile', { profile_id: owner.id })
    await call(stack, owner, 'update_profile', { is_private: true })
    await call(stack, friend, 'follow_profile', { profile_id: owner.id })
    await call(stack, owner, 'reject_follow', { follower_id: friend.id })
  },
}

/** Only the post for close friends stays closed, because the friend follows the author again. */
const RETURN: Record<string, Way> = {
  'follows the author again': async (stack, owner, friend) => {
    await call(stack, friend, 'unfollow_profile', { profile_id: owner.id })
    const { follow_state } = await call(stack, friend, 'follow_profile', { profile_id: owner.id })
    if (follow_state === 'pending')
      await call(stack, owner, 'accept_follow', { follower_id: friend.id })
  },
}

interface Thing {
  name: string
  post: string
  comment: string
  files: string[]
}

/**
 * Attacks of a person whose relationship to the author has ended. The person had followed the
 * author and was a close friend. Each answer must equal the answer for a random id or the answer to
 * a stranger.
 */
export async function relationships(stack: AttackStack): Promise<Attack[]> {
  const [friend, stranger] = [await register(stack, 'freya'), await register(stack, 'stan')]
  const exposed = await exposedFunctions(stack)
  const attacks: Attack[] = []
  for (const isPrivate of [true, false]) {
    for (const [way, end] of Object.entries({ ...ENDS, ...RETURN })) {
      const owner = await register(stack, 'olive')
      await call(stack, owner, 'update_profile', { is_private: isPrivate })
      await call(stack, friend, 'follow_profile', { profile_id: owner.id })
      if (isPrivate) await call(stack, owner, 'accept_follow', { follower_id: friend.id })
      await call(stack, owner, 'add_close_friend', { profile_id: friend.id })
      const kinds = way in RETURN ? ['close_friends'] : ['close_friends', 'followers']
      if (isPrivate && !(way in RETURN)) kinds.push('public')
      for (const visibility of kinds) {
        const account = isPrivate ? 'private' : 'public'
        const name = `a ${visibility} post of a ${account} account by a person who ${way}`
        const thing = await publish(stack, owner, name, visibility, usernameOf(friend))
        // The person has the right as long as the relationship lasts.
        await call(stack, friend, 'mute_post_notifications', { post_id: thing.post })
        for (const list of ['notifications', 'muted_posts'])
          if (!JSON.stringify(await call(stack, friend, list, {})).includes(thing.post))
            throw new Error(`${list} has nothing about ${name}`)
        attacks.push(...uses(stack, exposed, thing, friend), ...reads(thing, friend, stranger))
        attacks.push(...lists(thing, friend))
      }
      await end(stack, owner, friend)
    }
  }
  return attacks
}

/** Publishes a post with a photo, a thumbnail and a comment. */
async function publish(
  stack: AttackStack,
  owner: Attacker,
  name: string,
  visibility: string,
  mentioned: string,
): Promise<Thing> {
  const id = randomUUID()
  const files = ['display.jpg', 'thumbnail.jpg'].map((file) => `${owner.id}/${id}/${file}`)
  for (const path of files) {
    const { status, text } = await stack.ask({
      ...{ method: 'POST', path: `/storage/v1/object/social-media/${path}`, body: JPEG },
      headers: {
        'content-type': 'image/jpeg',
        apikey: stack.secretKey,
        authorization: `Bearer ${stack.secretKey}`,
      },
    })
    if (status !== 200) throw new Error(`upload: ${status} ${text}`)
  }
  await stack.sql`insert into social_private.uploads
    (id, owner_id, purpose, source_path, path, thumbnail_path, mime_type, width, height)
    values (${id}, ${owner.id}, 'post', ${files[0] ?? ''}, ${files[0] ?? ''}, ${files[1] ?? ''},
      'image/jpeg', 4, 3)`
  const media = [{ id, alt_text: null }]
  const post = await call(stack, owner, 'create_post', {
    ...{ caption: `kept @${mentioned}`, media, visibility },
  })
  const body = { post_id: post.id, body: `kept @${mentioned}` }
  const comment = await call(stack, owner, 'add_comment', body)
  return { name, post: post.id, comment: comment.id, files }
}

const usernameOf = ({ email }: Attacker) => email.split('@')[0]?.replace('.', '_') ?? ''

/** Reads the notifications and the muted posts, which had the post and its comment before. */
function lists({ name, post, comment }: Thing, as: Attacker): Attack[] {
  return ['notifications', 'muted_posts'].map((list) => ({
    ...{ name: `${list} with ${name}`, as, method: 'POST', path: `/rest/v1/rpc/${list}` },
    ...{ body: { page_size: 100 }, expects: 'fine' },
    holds: ({ text }) =>
      text.includes(post) || text.includes(comment) ? 'it names the post' : undefined,
  }))
}

/** The functions that a person with the relationship may call. */
const RIGHTS = [
  ...['post', 'post_comments', 'post_likers', 'like_post', 'save_post', 'add_comment'],
  ...['watch_post', 'mute_post_notifications'],
  ...['report_post', 'comment_replies', 'comment_likers', 'like_comment', 'report_comment'],
]

/** Calls the functions with the id of the post or of its comment. */
function uses(
  { ids }: AttackStack,
  exposed: ExposedFunction[],
  thing: Thing,
  as: Attacker,
): Attack[] {
  const targets: Record<string, string> = { post_id: thing.post, comment_id: thing.comment }
  return exposed
    .filter((one) => RIGHTS.includes(one.name))
    .flatMap((one) =>
      one.arguments
        .filter(({ name, isOptional }) => name in targets && !isOptional)
        .map(({ name }): Attack => {
          const [hidden, id] = [targets[name] ?? '', randomUUID()]
          const ask = (to: string): Ask => ({
            ...request(one, { ...madeUp(one, ids), [name]: to }),
            as,
          })
          return {
            ...{ name: `${one.name} on ${thing.name}`, ...ask(hidden) },
            expects: 'not found',
            like: { ask: ask(id), id, insteadOf: hidden },
          }
        }),
    )
}

/** Reads the tables and files. A stranger must get the same answers. */
function reads({ name, post, comment, files }: Thing, as: Attacker, stranger: Attacker): Attack[] {
  const rows = [
    ...['posts?id', 'post_media?post_id', 'post_counts?post_id', 'likes?post_id'].map(
      (column) => `/rest/v1/${column}=eq.${post}`,
    ),
    ...['comments?id', 'comment_counts?comment_id', 'comment_likes?comment_id'].map(
      (column) => `/rest/v1/${column}=eq.${comment}`,
    ),
  ]
  const like = (path: string) => ({ ask: { path, as: stranger }, id: path, insteadOf: path })
  return [
    ...rows.map(
      (path): Attack => ({
        ...{ name: `read ${path.slice(9, 30)} of ${name}`, path, as, expects: 'fine' },
        ...{ like: like(path), holds: ({ text }) => (text === '[]' ? undefined : 'it reads rows') },
      }),
    ),
    ...files.map((file): Attack => {
      const path = `/storage/v1/object/authenticated/social-media/${file}`
      const way = `download ${file.split('/').at(-1)} of ${name}`
      return { name: way, path, as, expects: 'refused', like: like(path) }
    }),
  ]
}
