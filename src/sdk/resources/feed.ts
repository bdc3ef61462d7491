import { list, listByPost, read, write } from '../call.ts'
import type {
  DamperState,
  FeedDamper,
  FeedWeights,
  FeedWeightsInput,
  ForYouOptions,
  ShowLessInput,
} from '../discovery-types.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
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
   * Lists your own posts, the posts of people whom you follow and do not mute, and public posts with
   * hashtags that you follow, latest first. The `reason` of each post says which of these it is.
   * Posts of visibility `only_me` are left out.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { data: first } = await social.feed.listHome({ pageSize: 10 })
   * const { data: next } = await social.feed.listHome({ pageSize: 10, after: first?.nextCursor })
   */
  listHome(options?: PageOptions): Pages<Post> {
    return listByPost(this.#db, 'home_feed', {}, options)
  }

  /**
   * Lists posts for you, the best first: of people and hashtags that you follow, posts that people
   * whom you follow like, and posts from explore. The `reason` of each post says why. With
   * `explain: true`, the reason also contains the score and its parts.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * for await (const { caption, reason } of social.feed.forYou()) {
   *   console.log(caption, reason?.kind === 'hashtag' ? reason.hashtag : reason?.kind)
   * }
   */
  forYou({ explain, ...options }: ForYouOptions = {}): Pages<Post> {
    return listByPost(this.#db, 'for_you_feed', {}, options, { explain })
  }

  /**
   * Gets the weights of your feed For You: those that you chose, and those of the operator for the
   * others.
   * Common errors: see docs/errors.md#common-errors.
   * @example const { data: weights } = await social.feed.weights()
   */
  weights(): Promise<Result<FeedWeights>> {
    return read(this.#db, 'feed_weights', {})
  }

  /**
   * Sets your weights of the feed For You, from 0 (nothing) to 10. Omitted weights stay unchanged.
   * `reset: true` first takes back all weights that you chose. Idempotent.
   * Error: `feed_weight_invalid`. Common errors: see docs/errors.md#common-errors.
   * @example
   * await social.feed.setWeights({ explore: 0, hashtags: 2 })
   * await social.feed.setWeights({ reset: true })
   */
  setWeights(weights: FeedWeightsInput): Promise<Result<FeedWeights>> {
    const { followed, hashtags, liked, explore, recency, reset } = weights
    const optional = { followed, hashtags, liked, explore, recency, reset }
    return write(this.#db, 'set_feed_weights', {}, optional)
  }

  /**
   * Shows less like a post: for 30 days, the posts of its author, with one of its hashtags or with
   * its reason count half in your feed For You. A second call begins the 30 days anew.
   * Errors: `post_not_found`, `post_not_in_feed`, `show_less_invalid`.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * await social.feed.showLess('a-post-id', { of: 'author' })
   * await social.feed.showLess('a-post-id', { of: 'hashtag', hashtag: 'sea' })
   */
  showLess(postId: string, { of, hashtag }: ShowLessInput): Promise<Result<FeedDamper>> {
    return write(this.#db, 'show_less', { post_id: postId, of }, { hashtag })
  }

  /**
   * Undoes a `showLess`. `id` is the id that `showLess` and `listShownLess` return. Idempotent.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * for await (const { id } of social.feed.listShownLess()) await social.feed.showMore(id)
   */
  showMore(id: string): Promise<Result<DamperState>> {
    return write(this.#db, 'show_more', { id })
  }

  /**
   * Lists what the feed For You shows less of, latest first.
   * Common errors: see docs/errors.md#common-errors.
   * @example const { data: page } = await social.feed.listShownLess()
   */
  listShownLess(options?: PageOptions): Pages<FeedDamper> {
    return list(this.#db, 'show_less_items', {}, options)
  }
}
