import type { Attack } from './attack.ts'
import { type Attacker, type AttackStack, call, register } from './attack-stack.ts'
import { repeatedNotifications } from './repeated-notifications.ts'

interface Scene {
  stack: AttackStack
  /** The author of the post. */
  host: Attacker
  /** The author of the comment above the reply. */
  parent: Attacker
  writer: Attacker
  post_id: string
  parent_id: string
  /** The reply that the writer has deleted and wants to restore. */
  reply: string
}

type Change = (scene: Scene) => Promise<unknown>

const byHost =
  (verb: string, more: object = {}): Change =>
  ({ stack, host, post_id }) =>
    call(stack, host, verb, { post_id, ...more })

/** What changes between the deletion of a comment and the attempt to restore it. */
const CHANGES: Record<string, Change> = {
  'the comments are closed': byHost('update_post', { comment_policy: 'nobody' }),
  'only followers may comment': byHost('update_post', { comment_policy: 'followers' }),
  'only mutual followers may comment': byHost('update_post', { comment_policy: 'mutuals' }),
  'only the author sees the post': byHost('update_post', { visibility: 'only_me' }),
  'the post is archived': byHost('archive_post'),
  'the post is deleted': byHost('delete_post'),
  'the account is private': ({ stack, host }) =>
    call(stack, host, 'update_profile', { is_private: true }),
  'the author of the post blocks the writer': ({ stack, host, writer }) =>
    call(stack, host, 'block_profile', { profile_id: writer.id }),
  'the author of the post is inactive': ({ stack, host }) =>
    call(stack, host, 'deactivate_profile', {}),
  'the comment above is deleted': ({ stack, parent, parent_id }) =>
    call(stack, parent, 'delete_comment', { comment_id: parent_id }),
  'the comment above is hidden': ({ stack, host, parent_id }) =>
    call(stack, host, 'hide_comment', { comment_id: parent_id }),
  'the author of the comment above blocks the writer': ({ stack, parent, writer }) =>
    call(stack, parent, 'block_profile', { profile_id: writer.id }),
  'the author of the comment above is inactive': ({ stack, parent }) =>
    call(stack, parent, 'deactivate_profile', {}),
}

/**
 * Texts that the rules refuse. The stored text is replaced, which has the same effect as stricter
 * rules in the config. The config cannot change here, because all other attacks need it.
 */
const TEXTS: Record<string, string> = {
  'the text is too long': 'x'.repeat(3000),
  'the text mentions too many people': Array.from({ length: 21 }, (_, n) => `@ab${n}`).join(' '),
  'the text has a control character': 'a\u0007b',
}
const CAPTIONS: Record<string, string> = {
  ...TEXTS,
  'the caption has too many hashtags': Array.from({ length: 31 }, (_, n) => `#ab${n}`).join(' '),
}

/**
 * Attempts to restore or unarchive what the person could not create any more, and to notify others
 * again by restoring.
 */
export async function restored(stack: AttackStack): Promise<Attack[]> {
  const writer = await register(stack, 'rhea')
  await stack.sql`update social_private.config set allow_text_posts = true`
  const attacks: Attack[] = []
  for (const [change, happens] of Object.entries(CHANGES)) {
    const scene = await stage(stack, writer)
    await happens(scene)
    attacks.push(restoring(scene, change, 'again'))
  }
  for (const [change, text] of Object.entries(TEXTS)) {
    const scene = await stage(stack, writer)
    await rewrite(stack, text, scene.reply)
    attacks.push(restoring(scene, change, text))
  }
  for (const [change, text] of Object.entries(CAPTIONS)) {
    for (const [hide, show] of Object.entries({
      delete_post: 'restore_post',
      archive_post: 'unarchive_post',
    })) {
      const { id } = await call(stack, writer, 'create_post', { caption: 'again' })
      await call(stack, writer, hide, { post_id: id })
      await rewrite(stack, text, id)
      attacks.push(
        same(
          `${show} although ${change}`,
          writer,
          [show, { post_id: id }],
          ['create_post', { caption: text }],
        ),
      )
    }
  }
  return [...attacks, ...(await repeatedNotifications(stack, writer))]
}

/** Writes a post, a comment and a reply, and deletes the reply. */
async function stage(stack: AttackStack, writer: Attacker): Promise<Scene> {
  const [host, parent] = [await register(stack, 'hugo'), await register(stack, 'pia')]
  const { id: post_id } = await call(stack, host, 'create_post', { caption: 'a post' })
  const { id: parent_id } = await call(stack, parent, 'add_comment', { post_id, body: 'above' })
  const given = { post_id, parent_id, body: 'again' }
  const { id: reply } = await call(stack, writer, 'add_comment', given)
  await call(stack, writer, 'delete_comment', { comment_id: reply })
  return { stack, host, parent, writer, post_id, parent_id, reply }
}

/** Replaces the text of a post or comment. No trigger checks it. */
async function rewrite({ sql }: AttackStack, text: string, id: string): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`alter table social.comments disable trigger user`
    await tx`alter table social.posts disable trigger user`
    await tx`update social.comments set body = ${text} where id = ${id}`
    await tx`update social.posts set caption = ${text}, hashtags = coalesce((
      select jsonb_agg(found) from social_private.find_hashtags(${text}) as found), '[]')
      where id = ${id}`
    await tx`alter table social.comments enable trigger user`
    await tx`alter table social.posts enable trigger user`
  })
}

function restoring(scene: Scene, change: string, body: string): Attack {
  const { writer, post_id, parent_id, reply } = scene
  return same(
    `restore_comment although ${change}`,
    writer,
    ['restore_comment', { comment_id: reply }],
    ['add_comment', { post_id, parent_id, body }],
  )
}

/** A refused attempt to restore. An attempt to create the same must get the same answer. */
function same(
  name: string,
  as: Attacker,
  [verb, body]: [string, object],
  [creating, content]: [string, object],
): Attack {
  const ask = (to: string, given: object) => ({
    ...{ as, method: 'POST', path: `/rest/v1/rpc/${to}`, body: given },
  })
  const like = { ask: ask(creating, content), id: creating, insteadOf: creating }
  return { name, ...ask(verb, body), expects: 'refused', like }
}
