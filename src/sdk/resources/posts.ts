import { list, orEmpty, read, write } from '../call.ts'
import type { Json } from '../database.types.ts'
import type { CreatePostInput, MediaInput, UpdatePostInput } from '../inputs.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import { retrying } from '../retry.ts'
import type { Client } from '../supabase.ts'
import type { Post, PostVersion, ProfileCard } from '../types.ts'
import { uuid } from '../uuid.ts'

/** One post: publish, change, delete, like, save. */
export class Posts {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Publishes a post of your uploads. Sent again by itself when the network fails, without ever
   * making two. Errors: `not_signed_in`, `profile_missing`, `media_required`, `media_invalid`,
   * `media_too_many`, `media_not_found`, `media_too_large`, `media_in_use`, `post_empty`,
   * `caption_too_long`, `alt_text_too_long`, `sensitive_note_too_long`, `text_invalid`,
   * `idempotency_key_invalid`, `idempotency_key_reused`.
   * @example
   * const { path } = unwrap(await social.media.upload(file))
   * const { data: post } = await social.posts.create({
   *   caption: 'The old bridge',
   *   media: [{ path, width: 1600, height: 1200, altText: 'A stone bridge in fog' }],
   * })
   */
  create(post: CreatePostInput): Promise<Result<Post>> {
    const args = {
      caption: post.caption ?? undefined,
      media: toRows(post.media),
      visibility: post.visibility,
      is_sensitive: post.isSensitive,
      sensitive_note: post.sensitiveNote ?? undefined,
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
   * `text_invalid`.
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
    }
    return write(this.#db, 'update_post', { post_id: postId }, optional)
  }

  /**
   * Deletes your post for good, with its likes, comments and files; resolves to true.
   * Errors: `not_signed_in`, `profile_missing`, `post_not_found` (also when it is gone already),
   * `not_author`.
   * @example const { error } = await social.posts.delete('a-post-id')
   */
  delete(postId: string): Promise<Result<boolean>> {
    return write(this.#db, 'delete_post', { post_id: postId })
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

  /**
   * Earlier versions of your post, latest first, as many as are kept (10).
   * Errors: `not_signed_in`, `profile_missing`, `post_not_found`, `not_author`.
   * @example const { data: versions } = await social.posts.history('a-post-id')
   */
  history(postId: string): Promise<Result<PostVersion[]>> {
    return read(this.#db, 'post_history', { post_id: postId })
  }
}

/** What is no array is for the database to refuse. */
function toRows(media: MediaInput[] | undefined): Json | undefined {
  if (!Array.isArray(media)) return media
  return media.map((item) => ({
    path: item?.path,
    width: item?.width,
    height: item?.height,
    alt_text: item?.altText ?? null,
  }))
}
