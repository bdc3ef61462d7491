import { list, read, write } from '../call.ts'
import type { AddCommentOptions } from '../inputs.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import { retrying } from '../retry.ts'
import type { Client } from '../supabase.ts'
import type { Comment, CommentVersion, DeletedComment, ProfileCard } from '../types.ts'
import { uuid } from '../uuid.ts'
import { Hosting } from './hosting.ts'

/** What is said under a post. Whoever sees the post sees its comments, save hidden ones. */
export class Comments extends Hosting {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    super(db)
    this.#db = db
  }

  /**
   * Top-level comments of a post: pinned ones, then newest first, tombstones of threads included.
   * Errors: `post_not_found`, `cursor_invalid`, `page_size_invalid`.
   * @example
   * for await (const comment of social.comments.list('a-post-id')) {
   *   console.log(comment.author_username, comment.body, comment.reply_count)
   * }
   */
  list(postId: string, options?: PageOptions): Pages<Comment> {
    return list(this.#db, 'post_comments', { post_id: postId }, options)
  }

  /**
   * The whole thread below a top-level comment, oldest first; `parent_id` tells who answers whom.
   * Errors: `comment_not_found`, `cursor_invalid`, `page_size_invalid`.
   * @example const { data: page } = await social.comments.replies('a-comment-id')
   */
  replies(commentId: string, options?: PageOptions): Pages<Comment> {
    return list(this.#db, 'comment_replies', { comment_id: commentId }, options)
  }

  /**
   * Comments on a post, or replies to a comment of it; at most 1,000 characters. Sent again by
   * itself when the network fails, without ever making two. Errors: `not_signed_in`,
   * `profile_missing`, `post_not_found`, `comments_closed`, `comment_not_found`, `comment_empty`,
   * `comment_too_long`, `text_invalid`, `mentions_too_many`, `reply_too_deep`,
   * `idempotency_key_invalid`, `idempotency_key_reused`.
   * @example
   * const { data: comment } = await social.comments.add('a-post-id', 'Lovely light')
   * await social.comments.add('a-post-id', 'Thank you!', { parentId: comment?.id })
   */
  add(postId: string, body: string, options: AddCommentOptions = {}): Promise<Result<Comment>> {
    const { parentId, idempotencyKey = uuid() } = options
    const optional = { parent_id: parentId, idempotency_key: idempotencyKey }
    return retrying(() => write(this.#db, 'add_comment', { post_id: postId, body }, optional))
  }

  /**
   * Changes your comment; at most 1,000 characters. `edited_at` moves only when the text really
   * changes. Errors: `not_signed_in`, `profile_missing`, `comment_not_found`, `not_author`,
   * `comment_empty`, `comment_too_long`, `text_invalid`, `mentions_too_many`.
   * @example await social.comments.update('a-comment-id', 'Lovely evening light')
   */
  update(commentId: string, body: string): Promise<Result<Comment>> {
    return write(this.#db, 'update_comment', { comment_id: commentId, body })
  }

  /**
   * Deletes your comment, or any comment under your post; resolves to true. With replies it stays
   * as a tombstone. It can be restored for 30 days. Errors: `not_signed_in`, `profile_missing`,
   * `comment_not_found` (also when it is gone already), `not_author`.
   * @example const { error } = await social.comments.delete('a-comment-id')
   */
  delete(commentId: string): Promise<Result<boolean>> {
    return write(this.#db, 'delete_comment', { comment_id: commentId })
  }

  /**
   * Brings back a comment that you deleted, in its place and with its likes. Again changes nothing.
   * Errors: `not_signed_in`, `profile_missing`, `comment_not_found`, `post_not_found`,
   * `restore_expired`.
   * @example await social.comments.restore('a-comment-id')
   */
  restore(commentId: string): Promise<Result<Comment>> {
    return write(this.#db, 'restore_comment', { comment_id: commentId })
  }

  /**
   * The comments that you deleted and can still restore, latest first. Errors: `not_signed_in`,
   * `profile_missing`, `cursor_invalid`, `page_size_invalid`.
   * @example
   * for await (const comment of social.comments.deleted()) console.log(comment.body)
   */
  deleted(options?: PageOptions): Pages<DeletedComment> {
    return list(this.#db, 'deleted_comments', {}, options)
  }

  /**
   * Likes a comment; again changes nothing. Resolves to true: you like it now.
   * Errors: `not_signed_in`, `profile_missing`, `comment_not_found`.
   * @example await social.comments.like('a-comment-id')
   */
  like(commentId: string): Promise<Result<boolean>> {
    return write(this.#db, 'like_comment', { comment_id: commentId })
  }

  /**
   * Takes back your like; again changes nothing. Resolves to false: you do not like it now.
   * Errors: `not_signed_in`, `profile_missing`.
   * @example await social.comments.unlike('a-comment-id')
   */
  unlike(commentId: string): Promise<Result<boolean>> {
    return write(this.#db, 'unlike_comment', { comment_id: commentId })
  }

  /**
   * Who likes this comment, latest first. Errors: `comment_not_found`, `cursor_invalid`,
   * `page_size_invalid`.
   * @example const { data: page } = await social.comments.likers('a-comment-id')
   */
  likers(commentId: string, options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'comment_likers', { comment_id: commentId }, options)
  }

  /**
   * Earlier versions of your comment, latest first, as many as are kept (10).
   * Errors: `not_signed_in`, `profile_missing`, `comment_not_found`, `not_author`.
   * @example const { data: versions } = await social.comments.history('a-comment-id')
   */
  history(commentId: string): Promise<Result<CommentVersion[]>> {
    return read(this.#db, 'comment_history', { comment_id: commentId })
  }
}
