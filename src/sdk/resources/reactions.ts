import { list, write } from '../call.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import type { Client } from '../supabase.ts'
import type { ProfileCard } from '../types.ts'

/** What whoever sees a post does with it: the part of `social.posts` that is not its author's. */
export class Reactions {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Likes a post; again changes nothing. Resolves to true: you like it now.
   * Errors: `not_signed_in`, `profile_missing`, `post_not_found`.
   * @example await social.posts.like('a-post-id')
   */
  like(postId: string): Promise<Result<boolean>> {
    return write(this.#db, 'like_post', { post_id: postId })
  }

  /**
   * Takes back your like; again changes nothing. Resolves to false: you do not like it now.
   * Errors: `not_signed_in`, `profile_missing`.
   * @example await social.posts.unlike('a-post-id')
   */
  unlike(postId: string): Promise<Result<boolean>> {
    return write(this.#db, 'unlike_post', { post_id: postId })
  }

  /**
   * Saves a post for later; nobody else can tell. Resolves to true: it is saved now.
   * Errors: `not_signed_in`, `profile_missing`, `post_not_found`.
   * @example await social.posts.save('a-post-id')
   */
  save(postId: string): Promise<Result<boolean>> {
    return write(this.#db, 'save_post', { post_id: postId })
  }

  /**
   * Removes a post from your saved ones. Resolves to false: it is not saved now.
   * Errors: `not_signed_in`, `profile_missing`.
   * @example await social.posts.unsave('a-post-id')
   */
  unsave(postId: string): Promise<Result<boolean>> {
    return write(this.#db, 'unsave_post', { post_id: postId })
  }

  /**
   * Who likes this post, latest first. Errors: `post_not_found`, `cursor_invalid`,
   * `page_size_invalid`.
   * @example const { data: page } = await social.posts.likers('a-post-id', { pageSize: 50 })
   */
  likers(postId: string, options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'post_likers', { post_id: postId }, options)
  }
}
