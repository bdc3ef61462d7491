import { write } from '../call.ts'
import { type PageOptions, Pages } from '../pages.ts'
import type { Client } from '../supabase.ts'
import type { Post } from '../types.ts'

/** Feeds of posts by several authors. */
export class Feed {
  readonly #db: Client

  /** `createSocial` creates this object. Apps do not call the constructor. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Lists your own posts, and the posts of people whom you follow and do not mute, latest first.
   * Posts of visibility `only_me` are left out.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { data: first } = await social.feed.listHome({ pageSize: 10 })
   * const { data: next } = await social.feed.listHome({ pageSize: 10, after: first?.nextCursor })
   */
  listHome(options?: PageOptions): Pages<Post> {
    // Sends a POST request, because the function stores a cache of the feed, and the database
    // cannot write during a GET request.
    return new Pages(
      (after, size) => write(this.#db, 'home_feed', {}, { after, page_size: size }),
      options,
    )
  }
}
