import { attempt } from '../attempt.ts'
import { fromAuth } from '../auth-errors.ts'
import { read } from '../call.ts'
import { downscale } from '../downscale.ts'
import { SocialError } from '../errors.ts'
import { ingest } from '../ingest.ts'
import { type OnProgress, putRaw } from '../raw-upload.ts'
import { fail, type Result, succeed } from '../result.ts'
import { retrying } from '../retry.ts'
import { fromStorage } from '../storage-errors.ts'
import type { Client } from '../supabase.ts'
import type { Post } from '../types.ts'
import { uuid } from '../uuid.ts'

/** What can be uploaded: a `File` or `Blob`, or bytes. */
export type UploadBody = Blob | ArrayBuffer | ArrayBufferView

/** How to upload. */
export interface UploadOptions {
  /** `avatar` for a profile picture: cut square, 512 pixels. `post` when left out. */
  purpose?: 'post' | 'avatar' | undefined
  /** A uuid of your own: another call with it gives the same media. */
  id?: string | undefined
  /** The media type, when the file does not know it: `image/jpeg`, `video/mp4`… */
  contentType?: string | undefined
  /** Told how much is done, 0 to 1; the last tenth is what the project does. */
  onProgress?: OnProgress | undefined
  /** Stops it: the error is `aborted`. */
  signal?: AbortSignal | undefined
}

/** Media that are ready: pass the id on. */
export interface Upload {
  id: string
  /** In the bucket `media`, or `avatars`. */
  path: string
  /** The small size, in the bucket `media`; null for videos and avatars. */
  thumbnail_path: string | null
  /** In base64: what to show until the picture is there; null for videos. */
  thumbhash: string | null
  mime_type: string
  /** Pixels. */
  width: number
  /** Pixels. */
  height: number
}

/** Addresses by path; null where there is no such file or you may not see it. */
export type SignedUrls = Record<string, string | null>

const EXTENSIONS = new Map([
  ['image/gif', 'gif'],
  ['image/jpeg', 'jpg'],
  ['image/png', 'png'],
  ['image/webp', 'webp'],
  ['video/mp4', 'mp4'],
])

/** What a project takes that says nothing else. */
const IMAGE_BYTES = 10 * 1024 * 1024
const VIDEO_BYTES = 100 * 1024 * 1024

/** Files: upload them, and get addresses for them. */
export class Media {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Uploads a photo or video, and has it checked, freed of metadata and made into the sizes that are
   * shown: JPEG, PNG, still WebP or GIF (at most 10 MB), or for posts MP4 (at most 100 MB). Sent again
   * by itself when the network fails, without ever making two. Pass the id to `social.posts.create`,
   * or to `social.profiles.update`. Errors: `not_signed_in`, `profile_missing`, `file_type_invalid`,
   * `file_too_large`, `file_damaged`, `file_suspicious`, `image_too_many_pixels`, `upload_not_found`,
   * `aborted`.
   * @example
   * const { data: photo } = await social.media.upload(file, { onProgress: (done) => console.log(done) })
   * const { data: avatar } = await social.media.upload(file, { purpose: 'avatar' })
   */
  async upload(file: UploadBody, options: UploadOptions = {}): Promise<Result<Upload>> {
    const { purpose = 'post', id = uuid(), signal } = options
    const onProgress = options.onProgress && steadily(options.onProgress)
    const given = toBlob(file, options.contentType)
    if (!UUID.test(id)) return fail(new SocialError('invalid_input'))
    if (!given) return fail(new SocialError('file_type_invalid'))
    const body = await downscale(given, purpose)
    const extension = EXTENSIONS.get(body.type)
    if (!extension || (purpose === 'avatar' && extension === 'mp4'))
      return fail(new SocialError('file_type_invalid'))
    if (body.size > (await this.#mostBytes(extension, body.size)))
      return fail(new SocialError('file_too_large'))
    const { data: auth, error } = await attempt(() => this.#db.auth.getSession(), fromAuth)
    if (error) return fail(error)
    if (!auth.session) return fail(new SocialError('not_signed_in'))
    onProgress?.(0)
    const path = `${auth.session.user.id}/${id}.${extension}`
    const sent = (done: number) => onProgress?.(done * 0.9)
    const raw = { path, body, signal, ...(onProgress && { onProgress: sent }) }
    const put = await retrying(() => putRaw(this.#db, raw))
    if (put.error?.code === 'forbidden') return fail(await this.#explain(put.error))
    if (put.error) return fail(put.error)
    onProgress?.(0.9)
    const ready = await retrying(() => ingest(this.#db, { upload_id: id, purpose }, signal))
    if (!ready.error) onProgress?.(1)
    return ready
  }

  /**
   * The public address of a profile picture; null for a person who has none. Sends nothing.
   * @example const src = social.media.avatarUrl(person.avatar_path) ?? '/nobody.svg'
   */
  avatarUrl(path: string | null | undefined): string | null {
    if (!path) return null
    return this.#db.storage.from('social-avatars').getPublicUrl(path).data.publicUrl
  }

  /**
   * Addresses for the media of posts and their thumbnails, or for paths, in one request for a whole page of a feed.
   * They hold for `expiresIn` seconds, 300 when left out, whatever happens to the post.
   * Errors: `invalid_input`, `network`.
   * @example
   * const { items } = unwrap(await social.feed.home())
   * const { data: urls } = await social.media.signedUrls(items)
   * for (const { path } of items[0]?.media ?? []) console.log(urls?.[path])
   */
  async signedUrls(
    media: readonly (Pick<Post, 'media'> | string)[],
    options: { expiresIn?: number | undefined } = {},
  ): Promise<Result<SignedUrls>> {
    const { expiresIn = 300 } = options
    const paths = media.flatMap((one) =>
      typeof one === 'string'
        ? one
        : one.media.flatMap((item) =>
            item.thumbnail_path ? [item.path, item.thumbnail_path] : [item.path],
          ),
    )
    const urls: SignedUrls = Object.fromEntries(paths.map((path) => [path, null]))
    const unique = Object.keys(urls)
    if (unique.length === 0) return succeed(urls)
    const bucket = this.#db.storage.from('social-media')
    const { data, error } = await attempt(
      () => bucket.createSignedUrls(unique, expiresIn),
      fromStorage,
    )
    if (error) return fail(error)
    for (const { path, signedUrl } of data) if (path) urls[path] = signedUrl || null
    return succeed(urls)
  }

  /** What the project takes; it is asked only where the file may be too large. */
  async #mostBytes(extension: string, size: number): Promise<number> {
    if (extension === 'mp4' || size <= IMAGE_BYTES) return VIDEO_BYTES
    const { data } = await read(this.#db, 'limits', {})
    return data?.image_bytes ?? IMAGE_BYTES
  }

  /** Storage says only that it refuses; the database knows why. */
  async #explain(error: SocialError): Promise<SocialError> {
    const me = await read(this.#db, 'my_profile', {})
    return me.error ?? error
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function toBlob(file: UploadBody, contentType?: string): Blob | undefined {
  if (file instanceof Blob)
    return file.slice(0, file.size, (contentType ?? file.type).toLowerCase())
  if (!(file instanceof ArrayBuffer || ArrayBuffer.isView(file)) || !contentType) return undefined
  return new Blob([file as BlobPart], { type: contentType.toLowerCase() })
}

/** A retry begins anew; what the person sees does not go back. */
function steadily(tell: OnProgress): OnProgress {
  let most = -1
  return (done) => {
    if (done <= most) return
    most = done
    tell(done)
  }
}
