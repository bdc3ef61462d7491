import { listByPost } from '../call.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Client } from '../supabase.ts'
import type { Post } from '../types.ts'

/** Explore: public posts of people whom you do not follow. */
export class Explore {
  readonly #db: Client

  /** `createSocial` creates this object. Apps do not call the constructor. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Lists public posts of people whom you do not follow, at most two of each author. Posts that you
   * have not seen on the last pages come first. The pages of one list do not change while you read
   * them. The operator decides whether people without a login may call this
   * (`config.allow_explore_without_login`).
   * Common errors: see docs/errors.md#common-errors.
   * @example for await (const post of social.explore.listPosts()) console.log(post.caption)
   */
  listPosts(options?: PageOptions): Pages<Post> {
    return listByPost(this.#db, 'explore_posts', {}, options)
  }
}
