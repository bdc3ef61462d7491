import { changedPost, newPost } from '../arguments.ts'
import { list, listByPost, read, write } from '../call.ts'
import type { PostSearchOptions } from '../discovery-types.ts'
import type { CreatePostInput, UpdatePostInput } from '../inputs.ts'
import type { Report, ReportInput } from '../moderation-types.ts'
import type { PageOptions, Pages } from '../pages.ts'
import { subscribeOnFirstUse } from '../realtime/on-first-use.ts'
import type { Subscription, WatchOptions } from '../realtime/subscription.ts'
import type { Result } from '../result.ts'
import { retrying } from '../retry.ts'
import type { Client } from '../supabase.ts'
import type {
  LikeState,
  Post,
  PostDeletion,
  PostVersion,
  ProfileCard,
  SaveState,
} from '../types.ts'

/** Posts: methods to publish, change, archive, pin, like, save, report and list posts. */
export class Posts {
  readonly #db: Client

  /** `createSocial` creates this object. Apps do not call the constructor. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Publishes a post with uploaded media. Retries when the network fails, but never posts twice.
   * Errors: `media_required`, `media_invalid`, `media_too_many`, `media_not_found`,
   * `media_not_ready`, `media_in_use`, `post_empty`, `caption_too_long`, `alt_text_too_long`,
   * `sensitive_note_too_long`, `text_invalid`, `mentions_too_many`, `hashtags_too_many`,
   * `idempotency_key_invalid`, `idempotency_key_reused`.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { id } = unwrap(await social.media.upload(file))
   * await social.posts.create({ caption: 'The old bridge', media: [{ id, altText: 'A bridge' }] })
   */
  create(post: CreatePostInput): Promise<Result<Post>> {
    const args = newPost(post)
    return retrying(() => write(this.#db, 'create_post', {}, args))
  }

  /**
   * Gets a post with its author, media and counts.
   * Error: `post_not_found`. Common errors: see docs/errors.md#common-errors.
   * @example const { data: post } = await social.posts.get('a-post-id')
   */
  get(postId: string): Promise<Result<Post>> {
    return read(this.#db, 'post', { post_id: postId })
  }

  /**
   * Changes your post. Sets `edited_at` when the caption or an alternative text changes.
   * Errors: `post_not_found`, `not_author`, `post_empty`, `caption_too_long`, `media_invalid`,
   * `media_not_found`, `alt_text_too_long`, `sensitive_note_too_long`, `text_invalid`,
   * `mentions_too_many`, `hashtags_too_many`. Common errors: see docs/errors.md#common-errors.
   * @example await social.posts.update('a-post-id', { caption: 'The new bridge' })
   */
  update(postId: string, changes: UpdatePostInput): Promise<Result<Post>> {
    return write(this.#db, 'update_post', { post_id: postId }, changedPost(changes))
  }

  /**
   * Deletes your post. Nobody sees it any more. You can restore it until `restorable_until`. Then it
   * is permanently deleted with its likes, comments and files.
   * Errors: `post_not_found`, `not_author`. Common errors: see docs/errors.md#common-errors.
   * @example const { data: deletion } = await social.posts.delete('a-post-id')
   */
  delete(postId: string): Promise<Result<PostDeletion>> {
    return write(this.#db, 'delete_post', { post_id: postId })
  }

  /**
   * Restores your deleted post with its likes and comments, if you could create it now. Idempotent.
   * Errors: `post_not_found`, `restore_expired`, `alt_text_too_long`, `caption_too_long`,
   * `hashtags_too_many`, `media_required`, `media_too_many`, `mentions_too_many`, `post_empty`,
   * `sensitive_note_too_long`, `text_invalid`. Common errors: see docs/errors.md#common-errors.
   * @example const { data: post } = await social.posts.restore('a-post-id')
   */
  restore(postId: string): Promise<Result<Post>> {
    return write(this.#db, 'restore_post', { post_id: postId })
  }

  /**
   * Archives your post. Only you see the post until you unarchive it. Idempotent.
   * Errors: `post_not_found`, `not_author`. Common errors: see docs/errors.md#common-errors.
   * @example await social.posts.archive('a-post-id')
   */
  archive(postId: string): Promise<Result<Post>> {
    return write(this.#db, 'archive_post', { post_id: postId })
  }

  /**
   * Unarchives your post, if you could create it now. It returns to its former place. Idempotent.
   * Errors: `post_not_found`, `not_author`, `alt_text_too_long`, `caption_too_long`,
   * `hashtags_too_many`, `media_required`, `media_too_many`, `mentions_too_many`, `post_empty`,
   * `sensitive_note_too_long`, `text_invalid`. Common errors: see docs/errors.md#common-errors.
   * @example const { data: post } = await social.posts.unarchive('a-post-id')
   */
  unarchive(postId: string): Promise<Result<Post>> {
    return write(this.#db, 'unarchive_post', { post_id: postId })
  }

  /**
   * Pins your post to the top of your profile, above earlier pins. At most 3 posts. Idempotent.
   * Errors: `post_not_found`, `not_author`, `pins_too_many`.
   * Common errors: see docs/errors.md#common-errors.
   * @example const { error } = await social.posts.pin('a-post-id')
   */
  pin(postId: string): Promise<Result<Post>> {
    return write(this.#db, 'pin_post', { post_id: postId })
  }

  /**
   * Unpins your post. The post returns to its former place on your profile. Idempotent.
   * Errors: `post_not_found`, `not_author`. Common errors: see docs/errors.md#common-errors.
   * @example await social.posts.unpin('a-post-id')
   */
  unpin(postId: string): Promise<Result<Post>> {
    return write(this.#db, 'unpin_post', { post_id: postId })
  }

  /**
   * Likes a post and returns its new like count. Idempotent.
   * Error: `post_not_found`. Common errors: see docs/errors.md#common-errors.
   * @example const { data: state } = await social.posts.like('a-post-id')
   */
  like(postId: string): Promise<Result<LikeState>> {
    return write(this.#db, 'like_post', { post_id: postId })
  }

  /**
   * Removes your like from a post and returns its new like count. Idempotent.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.posts.unlike('a-post-id')
   */
  unlike(postId: string): Promise<Result<LikeState>> {
    return write(this.#db, 'unlike_post', { post_id: postId })
  }

  /**
   * Saves a post to your private list of saved posts. Idempotent.
   * Error: `post_not_found`. Common errors: see docs/errors.md#common-errors.
   * @example await social.posts.save('a-post-id')
   */
  save(postId: string): Promise<Result<SaveState>> {
    return write(this.#db, 'save_post', { post_id: postId })
  }

  /**
   * Removes a post from your saved posts. Idempotent.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.posts.unsave('a-post-id')
   */
  unsave(postId: string): Promise<Result<SaveState>> {
    return write(this.#db, 'unsave_post', { post_id: postId })
  }

  /**
   * Reports a post to staff, who get a copy of its current content. The author never learns who
   * reported the post. A second call returns your open report. Retries when the network fails.
   * Errors: `post_not_found`, `cannot_report_self`, `reason_too_long`, `text_invalid`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.posts.report('a-post-id', { reason: 'spam', note: 'Sells followers' })
   */
  report(postId: string, { reason, note }: ReportInput): Promise<Result<Report>> {
    return retrying(() => write(this.#db, 'report_post', { post_id: postId, reason }, { note }))
  }

  /**
   * Searches the posts that you may see, by words, "phrases", -exclusions and #hashtags. The latest
   * come first, or with `sort: 'relevance'` the best of the newest 1,000 matches.
   * Errors: `query_too_long`, `query_too_short`, `sort_invalid`, `text_invalid`.
   * Common errors: see docs/errors.md#common-errors.
   * @example const { data: page } = await social.posts.search('bridge "in the fog" -night')
   */
  search(query: string, { sort, ...options }: PostSearchOptions = {}): Pages<Post> {
    return listByPost(this.#db, 'post_search', { query }, options, { sort })
  }

  /**
   * Lists those posts of a person that you may see, pinned posts first, and then the latest.
   * Error: `profile_not_found`. Common errors: see docs/errors.md#common-errors.
   * @example
   * for await (const post of social.posts.listByAuthor('a-profile-id')) console.log(post.caption)
   */
  listByAuthor(profileId: string, options?: PageOptions): Pages<Post> {
    return list(this.#db, 'profile_posts', { profile_id: profileId }, options)
  }

  /**
   * Lists the posts that you saved and may still see, latest save first.
   * Common errors: see docs/errors.md#common-errors.
   * @example const { data: page } = await social.posts.listSaved()
   */
  listSaved(options?: PageOptions): Pages<Post> {
    return list(this.#db, 'saved_posts', {}, options)
  }

  /**
   * Lists your archived posts. The post that you archived last comes first.
   * Common errors: see docs/errors.md#common-errors.
   * @example for await (const post of social.posts.listArchived()) console.log(post.archived_at)
   */
  listArchived(options?: PageOptions): Pages<Post> {
    return list(this.#db, 'archived_posts', {}, options)
  }

  /**
   * Lists your deleted posts that you can still restore, latest deletion first.
   * Common errors: see docs/errors.md#common-errors.
   * @example for await (const post of social.posts.listDeleted()) console.log(post.deleted_at)
   */
  listDeleted(options?: PageOptions): Pages<Post> {
    return list(this.#db, 'deleted_posts', {}, options)
  }

  /**
   * Lists the people who like a post, latest like first. `config.likes_visibility` says who may list
   * them. If only the author may, the list is empty for all other signed-in people.
   * Error: `post_not_found`. Common errors: see docs/errors.md#common-errors.
   * @example const { data: page } = await social.posts.listLikers('a-post-id', { pageSize: 50 })
   */
  listLikers(postId: string, options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'post_likers', { post_id: postId }, options)
  }

  /**
   * Lists up to 10 earlier versions of your post, latest first.
   * Errors: `post_not_found`, `not_author`. Common errors: see docs/errors.md#common-errors.
   * @example const { data: versions } = await social.posts.listVersions('a-post-id')
   */
  listVersions(postId: string): Promise<Result<PostVersion[]>> {
    return read(this.#db, 'post_history', { post_id: postId })
  }

  /**
   * Watches a post that the app shows: calls `onChange` when its likes or comments may have changed,
   * at most once a second. `onChange` gets no content, so that the app reads what you may see now.
   * @example
   * const watch = social.posts.watch('a-post-id', () => console.log('Read the post again'))
   * await watch.unsubscribe() // when the app no longer shows the post
   */
  watch(postId: string, onChange: () => void, options?: WatchOptions): Subscription {
    return subscribeOnFirstUse(({ watchPost }) => watchPost(this.#db, postId, onChange, options))
  }
}
