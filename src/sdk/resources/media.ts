import { loaded } from '../on-first-use.ts'
import type { OnProgress } from '../raw-upload.ts'
import { fail, type Result } from '../result.ts'
import { type SignedUrls, signUrls } from '../signed-urls.ts'
import type { Client } from '../supabase.ts'
import type { Post, Upload } from '../types.ts'

/** A file to upload: a `File`, a `Blob` or bytes. The bytes tell the type. */
export type UploadBody = Blob | ArrayBuffer | ArrayBufferView

/** Options of an upload. */
export interface UploadOptions {
  /**
   * Whether the file is for a post or an avatar. An avatar is cropped to a square of 512 pixels.
   * @default 'post'
   */
  purpose?: 'post' | 'avatar' | undefined
  /**
   * A UUID of your choice for the upload. A second call with the same id returns the same upload.
   */
  id?: string | undefined
  /**
   * A picture that stands for a video in a post, and becomes its thumbnail. Without this option, a
   * browser draws a frame of the video. Node and other places cannot draw one, so that the video gets
   * a tile of one color.
   */
  poster?: UploadBody | undefined
  /**
   * Receives the progress, from 0 to 1. The last tenth of the progress stands for the processing on
   * the server.
   */
  onProgress?: OnProgress | undefined
  /** Aborts the upload with the error `aborted`. */
  signal?: AbortSignal | undefined
}

/** An object with files: a post, a comment, a profile, or a person in a list. */
export interface WithFiles {
  media?: Post['media'] | undefined
  avatar_path?: string | null | undefined
  author_avatar_path?: string | null | undefined
}

/** Photos and videos: uploads, and URLs to show them. */
export class Media {
  readonly #db: Client

  /** `createSocial` creates this object. Apps do not call the constructor. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Uploads a picture (JPEG, PNG, WebP, GIF, HEIC or AVIF, at most 10 MB) or a video (MP4, MOV, M4V or
   * 3GP, at most 100 MB). An avatar must be a picture. The bytes tell the type, whatever the file's
   * name and type say. The server checks the file, removes its metadata and creates the sizes that
   * apps show. Pass the returned id to `social.posts.create` or `social.account.update`.
   * Call `upload` for many files at once: in a browser, they share the line in turn.
   * Retries when the network fails, but never creates two uploads.
   * Errors: `invalid_input`, `file_type_invalid`, `file_too_large`, `file_damaged`, `file_suspicious`,
   * `image_too_many_pixels`, `upload_quota_exceeded`, `upload_not_found`, `aborted`.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { data: photo } = await social.media.upload(file, { onProgress: console.log })
   * const { data: avatar } = await social.media.upload(file, { purpose: 'avatar' })
   * const { data: video } = await social.media.upload(file, { poster: picture })
   */
  async upload(file: UploadBody, options: UploadOptions = {}): Promise<Result<Upload>> {
    const { data, error } = await loaded(() => import('../uploading.ts'))
    return error ? fail(error) : data.uploadFile(this.#db, file, options)
  }

  /**
   * Creates URLs for profile pictures, photos in all sizes, and videos. Takes posts, comments,
   * profiles, people of a list, and paths. Sends one request for 200 files. A URL expires after
   * `expiresIn` seconds, or earlier if the operator allows less (default: 300). Until then, the URL
   * works for everybody, even if the post is deleted.
   * Errors: `invalid_input`, `network`. Common errors: see docs/errors.md#common-errors.
   * @example
   * const { items } = unwrap(await social.feed.listHome())
   * const urls = unwrap(await social.media.createSignedUrls(items))
   * for (const { media, author_avatar_path } of items) {
   *   console.log(urls[author_avatar_path ?? ''] ?? '/default.svg', urls[media[0]?.path ?? ''])
   * }
   */
  async createSignedUrls(
    items: readonly (WithFiles | string | null | undefined)[],
    options: { expiresIn?: number | undefined } = {},
  ): Promise<Result<SignedUrls>> {
    const paths = items.flatMap(pathsOf).filter((path) => typeof path === 'string')
    return signUrls(this.#db, paths, options.expiresIn)
  }
}

function pathsOf(item: WithFiles | string | null | undefined): (string | null | undefined)[] {
  if (typeof item !== 'object' || item === null) return [item]
  const media = (item.media ?? []).flatMap((file) => [
    ...[file.path, file.medium_path, file.thumbnail_path],
  ])
  return [item.avatar_path, item.author_avatar_path, ...media]
}
