import { list, write } from '../call.ts'
import { type PageOptions, Pages } from '../pages.ts'
import type { Client } from '../supabase.ts'
import type { Post } from '../types.ts'

/** Lists of posts: home, a person's, saved, archived. */
export class Feed {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Posts of the people you follow and do not mute, and your own, newest first; those for their
   * author only are not in it.
   * Errors: `not_signed_in`, `profile_missing`, `cursor_invalid`, `page_size_invalid`.
   * @example
   * const { data: first } = await social.feed.home({ pageSize: 10 })
   * const { data: next } = await social.feed.home({ pageSize: 10, after: first?.nextCursor })
   */
  home(options?: PageOptions): Pages<Post> {
    // By POST: a GET could not remember for the next page what it found.
    return new Pages(
      (after, size) => write(this.#db, 'home_feed', {}, { after, page_size: size }),
      options,
    )
  }

  /**
   * Posts of a person that you may see, the grid of a profile: pinned ones, then newest first.
   * Errors: `profile_not_found`, `cursor_invalid`, `page_size_invalid`.
   * @example
   * for await (const post of social.feed.profile('a-profile-id')) console.log(post.caption)
   */
  profile(profileId: string, options?: PageOptions): Pages<Post> {
    return list(this.#db, 'profile_posts', { profile_id: profileId }, options)
  }

  /**
   * What you saved and may still see, latest save first. Errors: `not_signed_in`,
   * `profile_missing`, `cursor_invalid`, `page_size_invalid`.
   * @example const { data: page } = await social.feed.saved()
   */
  saved(options?: PageOptions): Pages<Post> {
    return list(this.#db, 'saved_posts', {}, options)
  }

  /**
   * What you archived, latest first. Errors: `not_signed_in`, `profile_missing`, `cursor_invalid`,
   * `page_size_invalid`.
   * @example
   * for await (const post of social.feed.archived()) console.log(post.caption, post.archived_at)
   */
  archived(options?: PageOptions): Pages<Post> {
    return list(this.#db, 'archived_posts', {}, options)
  }

  /**
   * What you deleted and can still restore, latest first. Errors: `not_signed_in`,
   * `profile_missing`, `cursor_invalid`, `page_size_invalid`.
   * @example
   * for await (const post of social.feed.deleted()) console.log(post.caption, post.deleted_at)
   */
  deleted(options?: PageOptions): Pages<Post> {
    return list(this.#db, 'deleted_posts', {}, options)
  }
}
