import type { Attack } from './attack.ts'
import { type Attacker, type AttackStack, call, register } from './attack-stack.ts'

type Step = [verb: string, given: object]

/** Attempts to notify a person again by undoing and redoing what this person has already seen. */
export async function repeatedNotifications(
  stack: AttackStack,
  writer: Attacker,
): Promise<Attack[]> {
  const host = await register(stack, 'hugo')
  const { post_id, parent_id, name } = await publish(stack, host)
  const byWriter = (verb: string, given: object) => call(stack, writer, verb, given)
  await byWriter('like_post', { post_id })
  await byWriter('like_comment', { comment_id: parent_id })
  await byWriter('follow_profile', { profile_id: host.id })
  const { id: own } = await byWriter('create_post', { caption: `to ${name}` })
  const { id: reply } = await byWriter('add_comment', { post_id, parent_id, body: 'a reply' })
  const { id: mention } = await byWriter('add_comment', { post_id: own, body: `and ${name}` })
  const listed: { cursor: string }[] = await call(stack, host, 'notifications', {})
  if (listed.length !== 6) throw new Error('there are no notifications to repeat')
  await call(stack, host, 'mark_notifications_seen', { up_to: listed[0]?.cursor })
  const steps: Step[] = [
    ...each({ post_id }, 'unlike_post', 'like_post'),
    ...each({ comment_id: parent_id }, 'unlike_comment', 'like_comment'),
    ...each({ profile_id: host.id }, 'unfollow_profile', 'follow_profile'),
    ...each({ comment_id: reply }, 'delete_comment', 'restore_comment'),
    ...each({ comment_id: mention, body: 'to nobody' }, 'update_comment'),
    ...each({ comment_id: mention, body: `and ${name}` }, 'update_comment'),
    ...each({ post_id: own }, 'delete_post', 'restore_post', 'archive_post', 'unarchive_post'),
    ...each({ post_id: own, caption: 'to nobody' }, 'update_post'),
    ...each({ post_id: own, caption: `to ${name}` }, 'update_post'),
  ]
  for (const [verb, given] of [...steps, ...steps]) await byWriter(verb, given)
  return readings(host, listed.length)
}

const each = (given: object, ...verbs: string[]): Step[] => verbs.map((verb) => [verb, given])

/** Writes a post and a comment. Returns their ids, and the text that mentions their author. */
async function publish(stack: AttackStack, host: Attacker) {
  const { id: post_id } = await call(stack, host, 'create_post', { caption: 'a post' })
  const given = { post_id, body: 'above' }
  const { id: parent_id } = await call(stack, host, 'add_comment', given)
  const { username } = await call(stack, host, 'my_profile', {})
  return { post_id, parent_id, name: `@${username}` }
}

/** The person has the same notifications as before, and has seen all of them. */
function readings(as: Attacker, size: number): Attack[] {
  const read = (name: string, holds: Attack['holds']): Attack => ({
    ...{ name: `${name} of a person who is notified of the same again`, expects: 'fine', as },
    ...{ method: 'POST', path: `/rest/v1/rpc/${name}`, body: {}, holds },
  })
  return [
    read('unseen_count', ({ text }) => (text === '0' ? undefined : `it returns ${text}`)),
    read('notifications', ({ text }) => {
      const rows: { is_seen: boolean }[] = JSON.parse(text)
      const isSame = rows.length === size && rows.every(({ is_seen }) => is_seen)
      return isSame ? undefined : `it shows ${text.slice(0, 200)}`
    }),
  ]
}
