import type { Database } from './database.types.ts'
import type { Row } from './row.ts'

type Social = Database['social']

/**
 * Whom a post is for: everybody (on a private account its followers), followers, the author's close
 * friends, or its author only.
 */
export type Visibility = Social['Enums']['visibility']

/** Who may comment on a post: `mutuals` are people who follow the author and are followed back. */
export type CommentPolicy = Social['Enums']['comment_policy']

/** Who sees a list of followers or followed: whoever sees the account, its followers, its owner. */
export type ListVisibility = Social['Enums']['list_visibility']

/** An edge between two people: asked for and not yet answered, or accepted. */
export type FollowState = Social['Enums']['follow_state']

/** Who deleted a comment that stays as a tombstone. */
export type DeletedBy = Social['Enums']['deleted_by']

/** Whether a username could be registered or taken by you. */
export type UsernameStatus = 'available' | 'taken' | 'invalid'

/** A photo or video of a post. */
export interface MediaItem {
  /** Path in the bucket `media`; `social.media.signedUrls` makes addresses of paths. */
  /** Of the upload it was. */
  id: string
  path: string
  /** The small size; null for a video. */
  thumbnail_path: string | null
  /** In base64: what to show until the picture is there. */
  thumbhash: string | null
  mime_type: string
  /** Pixels. */
  width: number
  /** Pixels. */
  height: number
  alt_text: string | null
}

/** Somebody whom a caption or comment mentions, and whom you may see. */
export interface Mention {
  profile_id: string
  /** The name as written after the `@`, which the person may have given up since. */
  username: string
}

type PostText = 'author_display_name' | 'author_avatar_path' | 'caption' | 'sensitive_note'
type PostTime = 'edited_at' | 'pinned_at' | 'archived_at' | 'hidden_at' | 'deleted_at'
type PostRow = Row<'post_card', PostText | PostTime>

/**
 * A post as you see it: author, media and mentions in order, counts and your own flags.
 * `archived_at`, `hidden_at`, when staff hid it, and `deleted_at` are null on any post but your own.
 */
export interface Post extends Omit<PostRow, 'media' | 'mentions'> {
  media: MediaItem[]
  mentions: Mention[]
}

type PostVersionRow = Row<'post_version', 'caption'>

/** An earlier version of a post of yours, until `replaced_at`. */
export interface PostVersion extends Omit<PostVersionRow, 'alt_texts'> {
  /** One for each of the media, in order. */
  alt_texts: (string | null)[]
}

type CommentNulls = 'parent_id' | 'root_id' | 'body' | 'deleted_by' | 'edited_at' | 'pinned_at'
type CommentAuthor = 'author_id' | 'author_username' | 'author_display_name' | 'author_avatar_path'

type CommentRow = Row<'comment_card', CommentNulls | CommentAuthor>

/**
 * A comment as you see it. A tombstone has `deleted_by`, and neither author nor body. `is_hidden`
 * tells the author of the post what they hid, and nobody else.
 */
export interface Comment extends Omit<CommentRow, 'mentions'> {
  mentions: Mention[]
}

/** An earlier version of a comment of yours, until `replaced_at`. */
export interface CommentVersion extends Row<'comment_version'> {}

/** A comment that you deleted, and can still restore. */
export interface DeletedComment extends Row<'deleted_comment'> {}

type ProfileText = 'display_name' | 'bio' | 'website' | 'avatar_path'
type ProfileCount = 'post_count' | 'follower_count' | 'following_count'

/**
 * A person's page. The counts are null where the account is private and you do not follow it, the
 * states where there is no edge between you.
 */
export interface Profile
  extends Row<
    'profile_details',
    ProfileText | ProfileCount | 'follow_state' | 'followed_by_state'
  > {}

/** A person in a list, and how you stand to each other. */
export interface ProfileCard
  extends Row<
    'profile_card',
    'display_name' | 'avatar_path' | 'follow_state' | 'followed_by_state'
  > {}

/**
 * Between you and a person: your edge to them and theirs to you (null where there is none), whether
 * you block them, mute them (`mute_expires_at` null: for good), and whether they are a close friend.
 */
export interface Relationship
  extends Row<'relationship', 'follow_state' | 'followed_by_state' | 'mute_expires_at'> {}

/** A zip of an export, in the bucket `exports`; `social.exports.links` makes addresses. */
export interface ExportPart {
  path: string
  bytes: number
}

/**
 * An export of your data. `done_count` of about `total_count` items are in it (null until it runs);
 * `missing_count` files could not be read. Once it is `ready` it has parts, until `expires_at`.
 */
export interface Export
  extends Omit<Row<'export', 'total_count' | 'finished_at' | 'expires_at'>, 'parts'> {
  parts: ExportPart[]
}

/** The limits of an installation. Lengths count characters, `image_bytes` bytes. */
export interface Limits extends Row<'limits'> {}

/** A deleted account: the id of its receipt, and when everything will be erased. */
export interface AccountDeletion extends Row<'account_deletion'> {}

/**
 * What became of a deleted account. `erased_at` is null until it is; the counts say how much of each
 * kind was erased so far.
 */
export interface ErasureReceipt extends Row<'erasure_receipt', 'erased_at'> {}
