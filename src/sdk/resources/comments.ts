import { list, read, write } from '../call.ts'
import type { CreateCommentOptions } from '../inputs.ts'
import type { Report, ReportInput } from '../moderation-types.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import { retrying } from '../retry.ts'
import type { Client } from '../supabase.ts'
import type {
  Comment,
  CommentDeletion,
  CommentVersion,
  DeletedComment,
  LikeState,
  ProfileCard,
} from '../types.ts'
import { uuid } from '../uuid.ts'

/** Comments and replies. Everybody who sees a post sees its comments, except hidden comments. */
export class Comments {
  readonly #db: Client

  /** `createSocial` creates this object. Apps do not call the constructor. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Adds a comment to a post, or a reply to another comment of the post. The text has at most 1,000
   * characters. Retries when the network fails, without creating a second comment.
   * Errors: `post_not_found`, `comments_closed`, `comment_not_found`, `comment_empty`,
   * `comment_too_long`, `text_invalid`, `mentions_too_many`, `reply_too_deep`,
   * `idempotency_key_invalid`, `idempotency_key_reused`.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { data: comment } = await social.comments.create('a-post-id', 'Lovely light')
   * await social.comments.create('a-post-id', 'Thank you!', { parentId: comment?.id })
   */
  create(
    postId: string,
    body: string,
    { parentId, idempotencyKey = uuid() }: CreateCommentOptions = {},
  ): Promise<Result<Comment>> {
    const optional = { parent_id: parentId, idempotency_key: idempotencyKey }
    return retrying(() => write(this.#db, 'add_comment', { post_id: postId, body }, optional))
  }

  /**
   * Lists the top-level comments of a post. Pinned comments come first. All other comments follow,
   * latest first. A tombstone takes the place of a comment that is deleted or that you may not see,
   * if you may see a reply to it.
   * Error: `post_not_found`. Common errors: see docs/errors.md#common-errors.
   * @example
   * for await (const comment of social.comments.list('a-post-id')) {
   *   console.log(comment.author_username, comment.body, comment.reply_count)
   * }
   */
  list(postId: string, options?: PageOptions): Pages<Comment> {
    return list(this.#db, 'post_comments', { post_id: postId }, options)
  }

  /**
   * Lists all replies in the thread of a top-level comment, oldest first. The `parent_id` of a
   * reply is the id of the comment that the reply answers.
   * Error: `comment_not_found`. Common errors: see docs/errors.md#common-errors.
   * @example const { data: page } = await social.comments.listReplies('a-comment-id')
   */
  listReplies(commentId: string, options?: PageOptions): Pages<Comment> {
    return list(this.#db, 'comment_replies', { comment_id: commentId }, options)
  }

  /**
   * Changes the text of your comment. The text has at most 1,000 characters. Sets `edited_at` when
   * the new text differs from the old text.
   * Errors: `comment_not_found`, `not_author`, `comment_empty`, `comment_too_long`, `text_invalid`,
   * `mentions_too_many`. Common errors: see docs/errors.md#common-errors.
   * @example await social.comments.update('a-comment-id', 'Lovely evening light')
   */
  update(commentId: string, body: string): Promise<Result<Comment>> {
    return write(this.#db, 'update_comment', { comment_id: commentId, body })
  }

  /**
   * Deletes your comment, or any comment under your post. A comment with replies stays in lists as
   * a tombstone. You can restore the comment until `restorable_until`. You can also delete your own
   * comment if you may not see it any more, because the author of the post deleted it or blocks you.
   * Such a deletion is permanent, and `restorable_until` is null.
   * Errors: `comment_not_found` (also when the comment is deleted already), `not_author`.
   * Common errors: see docs/errors.md#common-errors.
   * @example const { data: deletion } = await social.comments.delete('a-comment-id')
   */
  delete(commentId: string): Promise<Result<CommentDeletion>> {
    return write(this.#db, 'delete_comment', { comment_id: commentId })
  }

  /**
   * Restores a comment that you deleted, including its likes. You need the same rights as to write
   * the comment now. Idempotent.
   * Errors: `comment_not_found`, `post_not_found`, `restore_expired`, `comments_closed`,
   * `comment_too_long`, `mentions_too_many`, `reply_too_deep`, `comment_empty`, `text_invalid`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.comments.restore('a-comment-id')
   */
  restore(commentId: string): Promise<Result<Comment>> {
    return write(this.#db, 'restore_comment', { comment_id: commentId })
  }

  /**
   * Likes a comment and returns its new like count. Idempotent.
   * Error: `comment_not_found`. Common errors: see docs/errors.md#common-errors.
   * @example const { data: state } = await social.comments.like('a-comment-id')
   */
  like(commentId: string): Promise<Result<LikeState>> {
    return write(this.#db, 'like_comment', { comment_id: commentId })
  }

  /**
   * Removes your like from a comment and returns its new like count. Idempotent.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.comments.unlike('a-comment-id')
   */
  unlike(commentId: string): Promise<Result<LikeState>> {
    return write(this.#db, 'unlike_comment', { comment_id: commentId })
  }

  /**
   * Hides a comment under your post. Only you and the author of the comment still see the comment.
   * The author is not notified. Idempotent.
   * Errors: `comment_not_found`, `not_author`. Common errors: see docs/errors.md#common-errors.
   * @example
   * const { data: comment } = await social.comments.hide('a-comment-id')
   * console.log(comment?.is_hidden) // true
   */
  hide(commentId: string): Promise<Result<Comment>> {
    return write(this.#db, 'hide_comment', { comment_id: commentId })
  }

  /**
   * Unhides a comment that you hid under your post. Idempotent.
   * Errors: `comment_not_found`, `not_author`. Common errors: see docs/errors.md#common-errors.
   * @example await social.comments.unhide('a-comment-id')
   */
  unhide(commentId: string): Promise<Result<Comment>> {
    return write(this.#db, 'unhide_comment', { comment_id: commentId })
  }

  /**
   * Pins a comment under your post. The comment moves above all other comments, including earlier
   * pins. A post can have at most 3 pinned comments. Idempotent.
   * Errors: `comment_not_found`, `not_author`, `comment_not_top_level`, `pins_too_many`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.comments.pin('a-comment-id')
   */
  pin(commentId: string): Promise<Result<Comment>> {
    return write(this.#db, 'pin_comment', { comment_id: commentId })
  }

  /**
   * Unpins a comment under your post. The comment returns to its former place. Idempotent.
   * Errors: `comment_not_found`, `not_author`. Common errors: see docs/errors.md#common-errors.
   * @example await social.comments.unpin('a-comment-id')
   */
  unpin(commentId: string): Promise<Result<Comment>> {
    return write(this.#db, 'unpin_comment', { comment_id: commentId })
  }

  /**
   * Reports a comment to staff, who get a copy of its current text. The author never learns who
   * reported the comment. A second call returns your open report. Retries when the network fails.
   * Errors: `comment_not_found`, `cannot_report_self`, `reason_too_long`, `text_invalid`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.comments.report('a-comment-id', { reason: 'harassment' })
   */
  report(commentId: string, { reason, note }: ReportInput): Promise<Result<Report>> {
    const needed = { comment_id: commentId, reason }
    return retrying(() => write(this.#db, 'report_comment', needed, { note }))
  }

  /**
   * Lists the people who like a comment, latest like first. `config.likes_visibility` says who may
   * list them. If only the author may, the list is empty for all other signed-in people.
   * Error: `comment_not_found`. Common errors: see docs/errors.md#common-errors.
   * @example const { data: page } = await social.comments.listLikers('a-comment-id')
   */
  listLikers(commentId: string, options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'comment_likers', { comment_id: commentId }, options)
  }

  /**
   * Lists up to 10 earlier versions of your comment, latest first.
   * Errors: `comment_not_found`, `not_author`. Common errors: see docs/errors.md#common-errors.
   * @example const { data: versions } = await social.comments.listVersions('a-comment-id')
   */
  listVersions(commentId: string): Promise<Result<CommentVersion[]>> {
    return read(this.#db, 'comment_history', { comment_id: commentId })
  }

  /**
   * Lists the comments that you deleted and can still restore, latest deletion first.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * for await (const comment of social.comments.listDeleted()) console.log(comment.body)
   */
  listDeleted(options?: PageOptions): Pages<DeletedComment> {
    return list(this.#db, 'deleted_comments', {}, options)
  }
}
