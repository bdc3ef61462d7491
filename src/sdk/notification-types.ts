import type { Database } from './database.types.ts'
import type { Row } from './row.ts'
import type { ProfileCard } from './types.ts'

/**
 * The kind of a notification. New kinds can come at any time, so an app must also show a kind that
 * it does not know.
 */
export type NotificationKind =
  | 'post_like'
  | 'comment_like'
  | 'comment'
  | 'reply'
  | 'post_mention'
  | 'comment_mention'
  | 'follow'
  | 'follow_request'
  | 'request_accepted'
  | 'new_post'
  | 'sanction'
  | 'report_decision'
  | 'appeal_decision'
  | 'report_waiting'
  | (string & {})

/** Whose actions notify you. `following` are the people whom you follow. */
export type NotificationSource = Database['social']['Enums']['notification_source']

type NotificationObject = 'object_kind' | 'object_id' | 'post_id' | 'comment_id'
type NotificationText = 'thumbnail_path' | 'body'
type NotificationRow = Row<'notification', NotificationObject | NotificationText>

/**
 * A group of similar notifications, such as "A, B and 12 others like your post". `actors` are up to
 * three people, latest first. `other_count` is the number of all others: exact up to 99, and 100 for
 * more. `thumbnail_path` is the first picture of the post in the bucket `social-media`, and `body`
 * the text of the comment. `is_read` becomes false when the group grows.
 */
export interface Notification extends Omit<NotificationRow, 'kind' | 'actors'> {
  kind: NotificationKind
  actors: ProfileCard[]
}

type PreferenceRow = Row<'notification_preference'>

/**
 * Whose actions notify you with this kind of notification. If `is_optional` is false, you always
 * get the kind.
 */
export interface NotificationPreference extends Omit<PreferenceRow, 'kind'> {
  kind: NotificationKind
}

/** Whether you muted the notifications about a post. */
export interface PostMute extends Row<'post_mute'> {}

/**
 * The private Realtime topic that gets hints until `expires_at`, at most one in `hint_seconds`.
 * `topic` is null if the project has no Realtime.
 */
export interface Watch extends Row<'watch', 'topic'> {}
