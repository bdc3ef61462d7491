import { expect } from 'vitest'
import {
  alice,
  byAlice,
  byBob,
  comment,
  nothing,
  notification,
  onPost,
  post,
  row,
  rows,
  type Step,
} from './cast.ts'

const onAlice = () => ({ profile_id: alice.id })
const follows = { kind: 'follow', from_whom: 'following' }
const watched = () => row({ topic: expect.any(String), hint_seconds: 1 })

/** One call of each function for notifications. */
export const notifying: Record<string, Step> = {
  notifications: [
    byAlice,
    nothing,
    () => rows({ kind: 'comment', comment_id: comment.id, is_seen: false }),
  ],
  unseen_count: [byAlice, nothing, () => 1],
  mark_notifications_seen: [byAlice, () => ({ up_to: notification.cursor }), () => 0],
  mark_notifications_read: [byAlice, () => ({ ids: [notification.id] }), () => 0],
  notification_preferences: [byAlice, nothing, () => expect.any(Array)],
  set_notification_preference: [byAlice, () => follows, () => row(follows)],
  mute_post_notifications: [byBob, onPost, () => row({ is_muted: true })],
  muted_posts: [byBob, nothing, () => rows({ id: post.id })],
  unmute_post_notifications: [byBob, onPost, () => row({ is_muted: false })],
  ring_bell: [byBob, onAlice, () => row({ is_bell_on: true })],
  bells: [byBob, nothing, () => rows({ id: alice.id })],
  unring_bell: [byBob, onAlice, () => row({ is_bell_on: false })],
  watch_notifications: [byAlice, nothing, watched],
  watch_post: [byBob, onPost, watched],
}
