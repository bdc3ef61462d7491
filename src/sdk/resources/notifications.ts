import { list, read, write } from '../call.ts'
import type {
  Notification,
  NotificationKind,
  NotificationPreference,
  NotificationSource,
  PostMute,
} from '../notification-types.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { NotificationListeners } from '../realtime/inbox-data-source.ts'
import { loadedRealtime, subscribeOnFirstUse } from '../realtime/on-first-use.ts'
import type { Subscription } from '../realtime/subscription.ts'
import type { Result } from '../result.ts'
import type { Client } from '../supabase.ts'
import type { Post } from '../types.ts'

/** Your notifications, the badge, and what notifies you. */
export class Notifications {
  readonly #db: Client

  /** `createSocial` creates this object. Apps do not call the constructor. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Lists your notifications, latest first. Each row is a group of similar notifications, such as
   * "A, B and 12 others like your post".
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * for await (const { kind, actors, other_count } of social.notifications.list()) {
   *   console.log(kind, actors.map(({ username }) => username), other_count)
   * }
   */
  list(options?: PageOptions): Pages<Notification> {
    return list(this.#db, 'notifications', {}, options)
  }

  /**
   * Gets the number for the badge: the notifications that you have not seen, at most 100.
   * Common errors: see docs/errors.md#common-errors.
   * @example const { data: count } = await social.notifications.unseenCount()
   */
  unseenCount(): Promise<Result<number>> {
    return read(this.#db, 'unseen_count', {})
  }

  /**
   * Marks your notifications as seen. `upTo` is the `cursor` of the newest notification that you
   * showed. Returns the new unseen count. Idempotent.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { items } = unwrap(await social.notifications.list())
   * if (items[0]) await social.notifications.markSeen(items[0].cursor)
   */
  markSeen(upTo: string): Promise<Result<number>> {
    return this.#mark(write(this.#db, 'mark_notifications_seen', { up_to: upTo }))
  }

  /**
   * Marks up to 200 notifications as read, and so as seen. Returns the new unseen count. Idempotent.
   * Error: `notifications_too_many`. Common errors: see docs/errors.md#common-errors.
   * @example
   * const { items } = unwrap(await social.notifications.list())
   * await social.notifications.markRead(items.map(({ id }) => id))
   */
  markRead(ids: string[]): Promise<Result<number>> {
    return this.#mark(write(this.#db, 'mark_notifications_read', { ids }))
  }

  /** Lets a subscription read the new unseen count. */
  async #mark(marking: Promise<Result<number>>): Promise<Result<number>> {
    const result = await marking
    loadedRealtime()?.managerOf(this.#db).refresh('inbox')
    return result
  }

  /**
   * Gets every kind of notification, and whose actions notify you.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { data: preferences } = await social.notifications.preferences()
   * for (const { kind, from_whom } of preferences ?? []) console.log(kind, from_whom)
   */
  preferences(): Promise<Result<NotificationPreference[]>> {
    return read(this.#db, 'notification_preferences', {})
  }

  /**
   * Sets whose actions notify you with this kind of notification: those of `everybody`, of the people
   * whom you follow (`following`) or of `nobody`. The choice applies to later notifications.
   * Idempotent.
   * Errors: `notification_kind_invalid`, `notification_kind_required`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.notifications.setPreference('post_like', 'following')
   */
  setPreference(
    kind: NotificationKind,
    fromWhom: NotificationSource,
  ): Promise<Result<NotificationPreference>> {
    return write(this.#db, 'set_notification_preference', { kind, from_whom: fromWhom })
  }

  /**
   * Mutes the notifications about a post and its comments. Idempotent.
   * Error: `post_not_found`. Common errors: see docs/errors.md#common-errors.
   * @example await social.notifications.mutePost('a-post-id')
   */
  mutePost(postId: string): Promise<Result<PostMute>> {
    return write(this.#db, 'mute_post_notifications', { post_id: postId })
  }

  /**
   * Unmutes the notifications about a post. Idempotent.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.notifications.unmutePost('a-post-id')
   */
  unmutePost(postId: string): Promise<Result<PostMute>> {
    return write(this.#db, 'unmute_post_notifications', { post_id: postId })
  }

  /**
   * Lists the posts whose notifications you muted and that you may still see, latest mute first.
   * Common errors: see docs/errors.md#common-errors.
   * @example for await (const post of social.notifications.listMutedPosts()) console.log(post.id)
   */
  listMutedPosts(options?: PageOptions): Pages<Post> {
    return list(this.#db, 'muted_posts', {}, options)
  }

  /**
   * Tells the app about new notifications, as long as somebody is signed in on the client. Uses
   * Realtime where it can, and reads every 30 seconds where it cannot: see `subscription.status`.
   * Every notification comes once, also after a broken connection or a sleep. All subscriptions of
   * the client share one channel. Subscribe first, and then list, so that nothing falls between.
   *
   * Ends for a person at the sign-out, and starts anew for the person who signs in next.
   * @example
   * const subscription = social.notifications.subscribe({
   *   onNotification: ({ kind, actors }) => console.log(kind, actors[0]?.username),
   *   onUnseenCount: (count) => console.log(count),
   *   onStatus: ({ state, reason }) => console.log(state, reason),
   * })
   * await subscription.unsubscribe()
   */
  subscribe(listeners: NotificationListeners): Subscription {
    const { onNotification, onUnseenCount, onStatus, pollSeconds, checkSeconds } = listeners
    const own = { onNotification, onUnseenCount, onStatus, pollSeconds, checkSeconds }
    return subscribeOnFirstUse(({ managerOf, inboxDataSource }) =>
      managerOf(this.#db).subscribe('inbox', (all) => inboxDataSource(this.#db, all), own),
    )
  }
}
