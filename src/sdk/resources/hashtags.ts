import { list, read, write } from '../call.ts'
import type {
  Hashtag,
  HashtagPostsOptions,
  SizeOptions,
  TrendingHashtag,
} from '../discovery-types.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import type { Client } from '../supabase.ts'
import type { Post } from '../types.ts'

/**
 * Hashtags: their posts, search, trends, and the hashtags that you follow. A hashtag may be in any
 * spelling, with or without the sign #.
 */
export class Hashtags {
  readonly #db: Client

  /** `createSocial` creates this object. Apps do not call the constructor. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Gets a hashtag, with the number of its public posts and whether you follow it. The number of a
   * hashtag that nobody has used is 0.
   * Error: `hashtag_invalid`. Common errors: see docs/errors.md#common-errors.
   * @example const { data: hashtag } = await social.hashtags.get('#Sea')
   */
  get(hashtag: string): Promise<Result<Hashtag>> {
    return read(this.#db, 'hashtag', { hashtag })
  }

  /**
   * Lists the public posts with a hashtag: the latest first, or with `sort: 'top'` those with the
   * best scores first.
   * Error: `sort_invalid`. Common errors: see docs/errors.md#common-errors.
   * @example
   * for await (const post of social.hashtags.listPosts('sea', { sort: 'top' })) {
   *   console.log(post.caption)
   * }
   */
  listPosts(hashtag: string, { sort, ...options }: HashtagPostsOptions = {}): Pages<Post> {
    return list(this.#db, 'hashtag_posts', { hashtag }, options, { sort })
  }

  /**
   * Searches hashtags that begin with a prefix, for example while somebody writes a caption. The
   * hashtag with the most posts comes first. An empty prefix finds the most used hashtags.
   * Common errors: see docs/errors.md#common-errors.
   * @example const { data: hashtags } = await social.hashtags.search('se', { pageSize: 5 })
   */
  search(prefix: string, { pageSize }: SizeOptions = {}): Promise<Result<Hashtag[]>> {
    return write(this.#db, 'hashtag_search', { prefix: prefix ?? '' }, { page_size: pageSize })
  }

  /**
   * Lists the hashtags that many people use now, the strongest trend first.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { data: trends } = await social.hashtags.listTrending({ pageSize: 10 })
   * for (const { display, people_count } of trends ?? []) console.log(display, people_count)
   */
  listTrending({ pageSize }: SizeOptions = {}): Promise<Result<TrendingHashtag[]>> {
    return read(this.#db, 'trending_hashtags', {}, { page_size: pageSize })
  }

  /**
   * Follows a hashtag. Its public posts join your home feed, with the reason `hashtag`. You can
   * follow at most 25 hashtags (`config.hashtag_follows_max`). Idempotent.
   * Errors: `hashtag_invalid`, `hashtag_follows_too_many`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.hashtags.follow('#Sea')
   */
  follow(hashtag: string): Promise<Result<Hashtag>> {
    return write(this.#db, 'follow_hashtag', { hashtag })
  }

  /**
   * Unfollows a hashtag. Idempotent.
   * Error: `hashtag_invalid`. Common errors: see docs/errors.md#common-errors.
   * @example await social.hashtags.unfollow('#Sea')
   */
  unfollow(hashtag: string): Promise<Result<Hashtag>> {
    return write(this.#db, 'unfollow_hashtag', { hashtag })
  }

  /**
   * Lists the hashtags that you follow, in alphabetical order.
   * Common errors: see docs/errors.md#common-errors.
   * @example for await (const { display } of social.hashtags.listFollowed()) console.log(display)
   */
  listFollowed(options?: PageOptions): Pages<Hashtag> {
    return list(this.#db, 'followed_hashtags', {}, options)
  }
}
