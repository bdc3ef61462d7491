import { write } from '../call.ts'
import type { Result } from '../result.ts'
import type { Client } from '../supabase.ts'
import type { Comment } from '../types.ts'

/** What the author of a post does with the comments under it: a part of `social.comments`. */
export class Hosting {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Hides a comment under your post from everybody but you and whoever wrote it, who is not told.
   * Again changes nothing. Errors: `not_signed_in`, `profile_missing`, `comment_not_found`,
   * `not_author`.
   * @example
   * const { data: comment } = await social.comments.hide('a-comment-id')
   * console.log(comment?.is_hidden) // true, to you
   */
  hide(commentId: string): Promise<Result<Comment>> {
    return write(this.#db, 'hide_comment', { comment_id: commentId })
  }

  /**
   * Shows a comment again that you hid. Again changes nothing. Errors: `not_signed_in`,
   * `profile_missing`, `comment_not_found`, `not_author`.
   * @example await social.comments.unhide('a-comment-id')
   */
  unhide(commentId: string): Promise<Result<Comment>> {
    return write(this.#db, 'unhide_comment', { comment_id: commentId })
  }

  /**
   * Pins a comment on top of those under your post, in front of the ones pinned before; 3 at most.
   * Again changes nothing. Errors: `not_signed_in`, `profile_missing`, `comment_not_found`,
   * `not_author`, `comment_not_top_level`, `pins_too_many`.
   * @example await social.comments.pin('a-comment-id')
   */
  pin(commentId: string): Promise<Result<Comment>> {
    return write(this.#db, 'pin_comment', { comment_id: commentId })
  }

  /**
   * Puts a pinned comment back to its place. Again changes nothing. Errors: `not_signed_in`,
   * `profile_missing`, `comment_not_found`, `not_author`.
   * @example await social.comments.unpin('a-comment-id')
   */
  unpin(commentId: string): Promise<Result<Comment>> {
    return write(this.#db, 'unpin_comment', { comment_id: commentId })
  }
}
