import type { Database } from './database.types.ts'
import type { FeedReason } from './discovery-types.ts'
import type { Row } from './row.ts'

type Social = Database['social']

/**
 * Who sees a post: everybody who may see the account (`public`), the author's followers
 * (`followers`), the author's close friends (`close_friends`) or only the author (`only_me`).
 */
export type Visibility = Social['Enums']['visibility']

/**
 * Who may comment on a post. `followers` are the people who follow the author, `following` are the
 * people whom the author follows, and `mutuals` are the people in both groups.
 */
export type CommentPolicy = Social['Enums']['comment_policy']

/**
 * Who sees a list of followers or followed people. `public` means everybody who may see the
 * account, `followers` means its followers, and `only_me` means its owner.
 */
export type ListVisibility = Social['Enums']['list_visibility']

/** The state of a follow: `pending` while it is a request, then `accepted`. */
export type FollowState = Social['Enums']['follow_state']

/** Who deleted a comment that remains as a tombstone. */
export type DeletedBy = Social['Enums']['deleted_by']

/** Whether a username is available to you. */
export type UsernameStatus = 'available' | 'taken' | 'invalid'

/** A photo or video of a post. */
export interface MediaItem {
  /** The id of the upload. Pass this id to `social.posts.update` to change the alternative text. */
  id: string
  /**
   * The path in the bucket `social-media`. `social.media.createSignedUrls` creates a URL for this
   * path.
   */
  path: string
  /**
   * The path of the same picture with at most 1080 pixels, in the same bucket. Null if `path` is no
   * larger, for animations and videos, and for pictures that cost the server too much: use `path`.
   */
  medium_path: string | null
  /**
   * The path of the thumbnail in the same bucket: a small picture, or the poster of a video. A picture
   * whose thumbnail is lost is its own thumbnail, and a video then has null.
   */
  thumbnail_path: string | null
  /** A ThumbHash in base64. Apps show it as a blurred preview of the picture or poster. */
  thumbhash: string | null
  mime_type: string
  /** The width in pixels. */
  width: number
  /** The height in pixels. */
  height: number
  alt_text: string | null
}

/** A processed upload. Pass its id to `social.posts.create` or `social.account.update`. */
export interface Upload {
  id: string
  /** The path in the bucket `social-media`, or in `social-avatars` for an avatar. */
  path: string
  /**
   * The path of the same picture with at most 1080 pixels, in the bucket `social-media`. Null if
   * `path` is no larger, for avatars, animations and videos.
   */
  medium_path: string | null
  /**
   * The path of the thumbnail in the bucket `social-media`: a small picture, or the poster of a
   * video. Null for avatars.
   */
  thumbnail_path: string | null
  /** A ThumbHash in base64. Apps show it as a blurred preview of the picture or poster. */
  thumbhash: string | null
  mime_type: string
  /** The width in pixels. */
  width: number
  /** The height in pixels. */
  height: number
  /** Whether the file is an animation that was too large, so that only its first frame is stored. */
  is_animation_dropped: boolean
}

/**
 * The mention of a person in a caption or comment. Mentions of people whom you may not see are left
 * out.
 */
export interface Mention {
  profile_id: string
  /** The username as written after the `@`. The person may have another username now. */
  username: string
  /** The position of the sign `@` in the text, in UTF-16 code units, as JavaScript counts. */
  start: number
  /** The position of the first character after the username. */
  end: number
}

/** A hashtag in a caption. */
export interface HashtagEntity {
  /** The key that all spellings of the hashtag share. */
  hashtag: string
  /** The position of the sign `#` in the caption, in UTF-16 code units, as JavaScript counts. */
  start: number
  /** The position of the first character after the hashtag. */
  end: number
}

type PostText = 'author_display_name' | 'author_avatar_path' | 'caption' | 'sensitive_note'
type PostTime = 'edited_at' | 'pinned_at' | 'archived_at' | 'hidden_at' | 'deleted_at'
type PostRow = Row<'post_card', PostText | PostTime>

/**
 * A post as you see it. `archived_at`, `hidden_at` (when staff hid it) and `deleted_at` are null on
 * posts of other people.
 */
export interface Post extends Omit<PostRow, 'media' | 'mentions' | 'hashtags' | 'reason'> {
  media: MediaItem[]
  mentions: Mention[]
  /** The hashtags of the caption, in order. A hashtag that occurs twice is listed twice. */
  hashtags: HashtagEntity[]
  /** Why a feed shows the post. Null in lists that are no feeds. */
  reason: FeedReason | null
}

type PostVersionRow = Row<'post_version', 'caption'>

/** An earlier version of your post. At `replaced_at`, a newer version replaced it. */
export interface PostVersion extends Omit<PostVersionRow, 'alt_texts'> {
  /** The alternative texts of the photos and videos, in the order of the post. */
  alt_texts: (string | null)[]
}

type CommentNulls = 'parent_id' | 'root_id' | 'body' | 'deleted_by' | 'edited_at' | 'pinned_at'
type CommentAuthor = 'author_id' | 'author_username' | 'author_display_name' | 'author_avatar_path'

type CommentRow = Row<'comment_card', CommentNulls | CommentAuthor>

/**
 * A comment as you see it. A tombstone has `deleted_by`, but no author and no body. It takes the
 * place of a comment that is deleted or that you may not see. `is_hidden` is true when you are the
 * author of the post and hid the comment.
 */
export interface Comment extends Omit<CommentRow, 'mentions'> {
  mentions: Mention[]
}

/** An earlier version of your comment. At `replaced_at`, a newer version replaced it. */
export interface CommentVersion extends Row<'comment_version'> {}

/** A comment that you deleted and can still restore. */
export interface DeletedComment extends Row<'deleted_comment'> {}

type ProfileText = 'display_name' | 'bio' | 'website' | 'avatar_path'
type ProfileCount = 'post_count' | 'follower_count' | 'following_count'

/**
 * A person's profile. The counts are null on a private account that you do not follow.
 * `follow_state` says whether you follow the person, and `followed_by_state` whether the person
 * follows you. Null means that there is neither a follow nor a follow request. `is_discoverable`
 * is null on the profiles of other people.
 */
export interface Profile
  extends Row<
    'profile_details',
    ProfileText | ProfileCount | 'follow_state' | 'followed_by_state' | 'is_discoverable'
  > {}

/**
 * One of your sessions. `device` is a browser and a system, such as `Firefox on Linux`. `is_current`
 * is true for the session of the client that asks.
 */
export interface Session extends Row<'session', 'device' | 'user_agent' | 'ip'> {}

/** The end of one of your sessions. */
export interface SessionEnd extends Row<'session_end'> {}

/** The result of deactivating your account. */
export interface AccountDeactivation extends Row<'account_deactivation'> {}

/**
 * The result of liking or unliking a post or comment. `like_count` is null when you may not see the
 * post or comment.
 */
export interface LikeState extends Row<'like_state', 'like_count'> {}

/** The result of saving or unsaving a post. */
export interface SaveState extends Row<'save_state'> {}

/** The result of deleting a post. */
export interface PostDeletion extends Row<'post_deletion'> {}

/**
 * The result of deleting a comment. `is_tombstone` is true if you may see a reply to the comment.
 * The comment then stays in your lists, without author and body. `comment_count` is the new number
 * of comments on the post. These two values and `restorable_until` are null if you deleted your own
 * comment although you may not see it any more. Such a deletion is permanent.
 */
export interface CommentDeletion
  extends Row<'comment_deletion', 'is_tombstone' | 'comment_count' | 'restorable_until'> {}

/** A person in a list, and your relationship to them. */
export interface ProfileCard
  extends Row<
    'profile_card',
    'display_name' | 'avatar_path' | 'follow_state' | 'followed_by_state'
  > {}

/**
 * Your relationship to a person. `follow_state` says whether you follow the person, and
 * `followed_by_state` whether the person follows you. Null means that there is neither a follow nor
 * a follow request. A mute without `mute_expires_at` never expires.
 */
export interface Relationship
  extends Row<'relationship', 'follow_state' | 'followed_by_state' | 'mute_expires_at'> {}

/**
 * A zip file in the bucket `social-exports`. `social.exports.getLinks` creates a download link for
 * it.
 */
export interface ExportPart {
  path: string
  bytes: number
}

/**
 * An export of your data. `done_count` is the number of items exported so far. `total_count` is the
 * approximate number of all items, or null before the export starts. `missing_count` is the number
 * of files that could not be read. An export in state `ready` has parts until `expires_at`.
 */
export interface Export
  extends Omit<Row<'export', 'total_count' | 'finished_at' | 'expires_at'>, 'parts'> {
  parts: ExportPart[]
}

/** The limits of an installation. Lengths are in characters. */
export interface Limits extends Row<'limits'> {}

/** The deletion of an account: the id of its receipt, and when its data will be erased. */
export interface AccountDeletion extends Row<'account_deletion'> {}

/**
 * The erasure status of a deleted account. `erased_at` is null until the erasure is complete. The
 * counts say how much has been erased so far.
 */
export interface ErasureReceipt extends Row<'erasure_receipt', 'erased_at'> {}
