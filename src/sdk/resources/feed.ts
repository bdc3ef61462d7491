import { write } from '../call.ts'
import { type PageOptions, Pages } from '../pages.ts'
import type { Client } from '../supabase.ts'
import type { Post } from '../types.ts'

/** Feeds of posts by several authors. */
export class Feed {
  readonly #db: Client

  /** Created by `createSocial`. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Lists your own posts and those of the people you follow and do not mute, latest first, without
   * posts of visibility `only_me`.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { data: first } = await social.feed.listHome({ pageSize: 10 })
   * const { data: next } = await social.feed.listHome({ pageSize: 10, after: first?.nextCursor })
   */
  listHome(options?: PageOptions): Pages<Post> {
    // The database caches the feed for the next page, and cannot write during a GET.
    return new Pages(
      (after, size) => write(this.#db, 'home_feed', {}, { after, page_size: size }),
      options,
    )
  }
}
