import { attempt } from '../attempt.ts'
import { fromAuth } from '../auth-errors.ts'
import { read } from '../call.ts'
import { loaded } from '../on-first-use.ts'
import type { OnProgress } from '../raw-upload.ts'
import { fail, type Result } from '../result.ts'
import { retrying } from '../retry.ts'
import { type SignedUrls, signUrls } from '../signed-urls.ts'
import { SocialError } from '../social-error.ts'
import type { Client } from '../supabase.ts'
import type { Post, Upload } from '../types.ts'
import { uuid } from '../uuid.ts'

/** A file to upload: a `File`, a `Blob` or bytes. */
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
  /** The media type, such as `image/jpeg`. Required if the file itself has no type. */
  contentType?: string | undefined
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

const EXTENSIONS = new Map([
  ['image/gif', 'gif'],
  ['image/jpeg', 'jpg'],
  ['image/png', 'png'],
  ['image/webp', 'webp'],
  ['video/mp4', 'mp4'],
])

/** The default size limits of an installation. */
const IMAGE_BYTES = 10 * 1024 * 1024
const VIDEO_BYTES = 100 * 1024 * 1024

/** Photos and videos: uploads, and URLs to show them. */
export class Media {
  readonly #db: Client

  /** `createSocial` creates this object. Apps do not call the constructor. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Uploads a photo (JPEG, PNG, still WebP or GIF, at most 10 MB) or a video (MP4, at most 100 MB).
   * An avatar must be a photo. The server checks the file, removes its metadata and creates the
   * sizes that apps show. Pass the returned id to `social.posts.create` or `social.account.update`.
   * Retries when the network fails, but never creates two uploads.
   * Errors: `file_type_invalid`, `file_too_large`, `file_damaged`, `file_suspicious`,
   * `image_too_many_pixels`, `upload_quota_exceeded`, `upload_not_found`, `aborted`.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { data: photo } = await social.media.upload(file, { onProgress: console.log })
   * const { data: avatar } = await social.media.upload(file, { purpose: 'avatar' })
   */
  async upload(file: UploadBody, options: UploadOptions = {}): Promise<Result<Upload>> {
    const { purpose = 'post', id = uuid(), signal } = options
    const onProgress = options.onProgress && increasing(options.onProgress)
    const given = toBlob(file, options.contentType)
    if (!UUID.test(id)) return fail(new SocialError('invalid_input'))
    if (!given) return fail(new SocialError('file_type_invalid'))
    const modules = await loaded(() => import('../uploading.ts'))
    if (modules.error) return fail(modules.error)
    const { downscale, ingest, putRaw } = modules.data
    const body = await downscale(given, purpose)
    const extension = EXTENSIONS.get(body.type)
    if (!extension || (purpose === 'avatar' && extension === 'mp4'))
      return fail(new SocialError('file_type_invalid'))
    if (body.size > (await this.#maxBytes(extension, body.size)))
      return fail(new SocialError('file_too_large'))
    const { data: auth, error } = await attempt(() => this.#db.auth.getSession(), fromAuth)
    if (error) return fail(error)
    if (!auth.session) return fail(new SocialError('not_signed_in'))
    onProgress?.(0)
    const path = `${auth.session.user.id}/${id}.${extension}`
    const sent = (done: number) => onProgress?.(done * 0.9)
    const token = auth.session.access_token
    const raw = { path, body, token, signal, ...(onProgress && { onProgress: sent }) }
    const put = await retrying(() => putRaw(this.#db, raw))
    if (put.error?.code === 'forbidden') return fail(await this.#explain(put.error))
    if (put.error) return fail(put.error)
    onProgress?.(0.9)
    const ready = await retrying(() => ingest(this.#db, { upload_id: id, purpose }, signal))
    if (!ready.error) onProgress?.(1)
    return ready
  }

  /**
   * Creates URLs for profile pictures, photos, videos and thumbnails. Takes posts, comments,
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

  /**
   * Returns the maximum size of a file. Reads the limit from the database only if a picture is
   * larger than the default limit.
   */
  async #maxBytes(extension: string, size: number): Promise<number> {
    if (extension === 'mp4' || size <= IMAGE_BYTES) return VIDEO_BYTES
    const { data } = await read(this.#db, 'limits', {})
    return data?.image_bytes ?? IMAGE_BYTES
  }

  /**
   * Returns a more exact error than the error `forbidden` of Storage. The path is valid, so that
   * Storage refuses either everything of this person, or one more file.
   */
  async #explain(error: SocialError): Promise<SocialError> {
    const me = await read(this.#db, 'my_profile', {})
    return me.error ?? new SocialError('upload_quota_exceeded', { cause: error })
  }
}

function pathsOf(item: WithFiles | string | null | undefined): (string | null | undefined)[] {
  if (typeof item !== 'object' || item === null) return [item]
  const media = (item.media ?? []).flatMap(({ path, thumbnail_path }) => [path, thumbnail_path])
  return [item.avatar_path, item.author_avatar_path, ...media]
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function toBlob(file: UploadBody, contentType?: string): Blob | undefined {
  if (file instanceof Blob)
    return file.slice(0, file.size, (contentType ?? file.type).toLowerCase())
  if (!(file instanceof ArrayBuffer || ArrayBuffer.isView(file)) || !contentType) return undefined
  return new Blob([file as BlobPart], { type: contentType.toLowerCase() })
}

/**
 * Reports the progress only when it increases. Without this function, the reported progress would
 * go back to 0 when a retry starts the upload again.
 */
function increasing(tell: OnProgress): OnProgress {
  let most = -1
  return (done) => {
    if (done <= most) return
    most = done
    tell(done)
  }
}
