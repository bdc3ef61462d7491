import { orEmpty, read, write } from '../call.ts'
import type { Json } from '../database.types.ts'
import type { CreatePostInput, MediaInput, UpdatePostInput } from '../inputs.ts'
import type { Result } from '../result.ts'
import { retrying } from '../retry.ts'
import type { Client } from '../supabase.ts'
import type { Post, PostVersion } from '../types.ts'
import { uuid } from '../uuid.ts'
import { Reactions } from './reactions.ts'

/** One post: publish, change, delete, archive, pin, like, save. */
export class Posts extends Reactions {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    super(db)
    this.#db = db
  }

  /**
   * Publishes a post of your uploads. Sent again by itself when the network fails, without ever
   * making two. Errors: `not_signed_in`, `profile_missing`, `media_required`, `media_invalid`,
   * `media_too_many`, `media_not_found`, `media_not_ready`, `media_in_use`, `post_empty`,
   * `caption_too_long`, `alt_text_too_long`, `sensitive_note_too_long`, `text_invalid`,
   * `mentions_too_many`, `hashtags_too_many`, `idempotency_key_invalid`, `idempotency_key_reused`.
   * @example
   * const { id } = unwrap(await social.media.upload(file))
   * const { data: post } = await social.posts.create({
   *   caption: 'The old bridge',
   *   media: [{ id, altText: 'A stone bridge in fog' }],
   * })
   */
  create(post: CreatePostInput): Promise<Result<Post>> {
    const args = {
      caption: post.caption ?? undefined,
      media: toRows(post.media),
      visibility: post.visibility,
      is_sensitive: post.isSensitive,
      sensitive_note: post.sensitiveNote ?? undefined,
      comment_policy: post.commentPolicy,
      idempotency_key: post.idempotencyKey ?? uuid(),
    }
    return retrying(() => write(this.#db, 'create_post', {}, args))
  }

  /**
   * One post, with its author, media, counts and your own flags. Error: `post_not_found`.
   * @example const { data: post } = await social.posts.get('a-post-id')
   */
  get(postId: string): Promise<Result<Post>> {
    return read(this.#db, 'post', { post_id: postId })
  }

  /**
   * Changes your post. `edited_at` moves only when caption or alternative texts really change.
   * Errors: `not_signed_in`, `profile_missing`, `post_not_found`, `not_author`, `post_empty`,
   * `caption_too_long`, `alt_texts_invalid`, `alt_text_too_long`, `sensitive_note_too_long`,
   * `text_invalid`, `mentions_too_many`, `hashtags_too_many`.
   * @example await social.posts.update('a-post-id', { caption: 'The new bridge' })
   */
  update(postId: string, changes: UpdatePostInput): Promise<Result<Post>> {
    const { altTexts } = changes
    const optional = {
      caption: orEmpty(changes.caption),
      alt_texts: Array.isArray(altTexts) ? altTexts.map((text) => text ?? '') : altTexts,
      visibility: changes.visibility,
      is_sensitive: changes.isSensitive,
      sensitive_note: orEmpty(changes.sensitiveNote),
      comment_policy: changes.commentPolicy,
    }
    return write(this.#db, 'update_post', { post_id: postId }, optional)
  }

  /**
   * Deletes your post; resolves to true. It is gone at once for everybody, can be restored for 30
   * days, and then goes for good with its likes, comments and files. Errors: `not_signed_in`,
   * `profile_missing`, `post_not_found` (also when it is gone already), `not_author`.
   * @example const { error } = await social.posts.delete('a-post-id')
   */
  delete(postId: string): Promise<Result<boolean>> {
    return write(this.#db, 'delete_post', { post_id: postId })
  }

  /**
   * Brings your deleted post back, with its likes, comments and place. Again changes nothing.
   * Errors: `not_signed_in`, `profile_missing`, `post_not_found`, `restore_expired`.
   * @example
   * for await (const post of social.feed.deleted()) await social.posts.restore(post.id)
   */
  restore(postId: string): Promise<Result<Post>> {
    return write(this.#db, 'restore_post', { post_id: postId })
  }

  /**
   * Earlier versions of your post, latest first, as many as are kept (10).
   * Errors: `not_signed_in`, `profile_missing`, `post_not_found`, `not_author`.
   * @example const { data: versions } = await social.posts.history('a-post-id')
   */
  history(postId: string): Promise<Result<PostVersion[]>> {
    return read(this.#db, 'post_history', { post_id: postId })
  }

  /**
   * Hides your post from everybody else, with its likes and comments, until you unarchive it. Again
   * changes nothing. Errors: `not_signed_in`, `profile_missing`, `post_not_found`, `not_author`.
   * @example await social.posts.archive('a-post-id')
   */
  archive(postId: string): Promise<Result<Post>> {
    return write(this.#db, 'archive_post', { post_id: postId })
  }

  /**
   * Shows your archived post again, where it was. Again changes nothing. Errors: `not_signed_in`,
   * `profile_missing`, `post_not_found`, `not_author`.
   * @example
   * for await (const post of social.feed.archived()) await social.posts.unarchive(post.id)
   */
  unarchive(postId: string): Promise<Result<Post>> {
    return write(this.#db, 'unarchive_post', { post_id: postId })
  }

  /**
   * Pins your post on top of your profile, in front of the ones pinned before; 3 at most. Again
   * changes nothing. Errors: `not_signed_in`, `profile_missing`, `post_not_found`, `not_author`,
   * `pins_too_many`.
   * @example
   * const { error } = await social.posts.pin('a-post-id')
   * if (error?.code === 'pins_too_many') console.log(error.hint)
   */
  pin(postId: string): Promise<Result<Post>> {
    return write(this.#db, 'pin_post', { post_id: postId })
  }

  /**
   * Puts your pinned post back to its place. Again changes nothing. Errors: `not_signed_in`,
   * `profile_missing`, `post_not_found`, `not_author`.
   * @example await social.posts.unpin('a-post-id')
   */
  unpin(postId: string): Promise<Result<Post>> {
    return write(this.#db, 'unpin_post', { post_id: postId })
  }
}

/** What is no array is for the database to refuse. */
function toRows(media: MediaInput[] | undefined): Json | undefined {
  if (!Array.isArray(media)) return media
  return media.map((item) => ({
    id: item?.id,
    alt_text: item?.altText ?? null,
  }))
}
