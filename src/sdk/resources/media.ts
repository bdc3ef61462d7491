import { attempt } from '../attempt.ts'
import { fromAuth } from '../auth-errors.ts'
import { read } from '../call.ts'
import { SocialError } from '../errors.ts'
import { fail, type Result, succeed } from '../result.ts'
import { fromStorage } from '../storage-errors.ts'
import type { Client } from '../supabase.ts'
import type { Post } from '../types.ts'
import { uuid } from '../uuid.ts'

/** What can be uploaded: a `File` or `Blob`, or bytes. */
export type UploadBody = Blob | ArrayBuffer | ArrayBufferView

/** How to upload. */
export interface UploadOptions {
  /** The media type, when the file does not know it: `image/jpeg`, `video/mp4`… */
  contentType?: string | undefined
}

/** Where an upload lies in its bucket. */
export interface Upload {
  path: string
}

/** Addresses by path; null where there is no such file or you may not see it. */
export type SignedUrls = Record<string, string | null>

const EXTENSIONS = new Map([
  ['image/avif', 'avif'],
  ['image/jpeg', 'jpg'],
  ['image/png', 'png'],
  ['image/webp', 'webp'],
  ['video/mp4', 'mp4'],
])

/** Files: upload them, and get addresses for them. */
export class Media {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Uploads a photo or video for a post: JPEG, PNG, WebP, AVIF (at most 10 MB) or MP4 (at most
   * 100 MB). Pass the path to `social.posts.create`. Errors: `not_signed_in`, `profile_missing`,
   * `file_type_invalid`, `file_too_large`.
   * @example const { data: upload } = await social.media.upload(file)
   */
  upload(file: UploadBody, options?: UploadOptions): Promise<Result<Upload>> {
    return this.#upload('media', file, options)
  }

  /**
   * Uploads a profile picture: JPEG, PNG, WebP or AVIF, at most 5 MB. Pass the path to
   * `social.profiles.update`. Errors: `not_signed_in`, `profile_missing`, `file_type_invalid`,
   * `file_too_large`.
   * @example
   * const { path } = unwrap(await social.media.uploadAvatar(file))
   * await social.profiles.update({ avatarPath: path })
   */
  uploadAvatar(file: UploadBody, options?: UploadOptions): Promise<Result<Upload>> {
    return this.#upload('avatars', file, options)
  }

  /**
   * The public address of a profile picture; null for a person who has none. Sends nothing.
   * @example const src = social.media.avatarUrl(person.avatar_path) ?? '/nobody.svg'
   */
  avatarUrl(path: string | null | undefined): string | null {
    if (!path) return null
    return this.#db.storage.from('avatars').getPublicUrl(path).data.publicUrl
  }

  /**
   * Addresses for the media of posts, or for paths, in one request for a whole page of a feed.
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
      typeof one === 'string' ? one : one.media.map((item) => item.path),
    )
    const urls: SignedUrls = Object.fromEntries(paths.map((path) => [path, null]))
    const unique = Object.keys(urls)
    if (unique.length === 0) return succeed(urls)
    const bucket = this.#db.storage.from('media')
    const { data, error } = await attempt(
      () => bucket.createSignedUrls(unique, expiresIn),
      fromStorage,
    )
    if (error) return fail(error)
    for (const { path, signedUrl } of data) if (path) urls[path] = signedUrl || null
    return succeed(urls)
  }

  async #upload(
    bucket: 'avatars' | 'media',
    file: UploadBody,
    options: UploadOptions = {},
  ): Promise<Result<Upload>> {
    const isBlob = file instanceof Blob
    const contentType = (options.contentType ?? (isBlob ? file.type : '')).toLowerCase()
    const extension = EXTENSIONS.get(contentType)
    if (!extension) return fail(new SocialError('file_type_invalid'))
    const { data: auth, error: authError } = await attempt(
      () => this.#db.auth.getSession(),
      fromAuth,
    )
    if (authError) return fail(authError)
    if (!auth.session) return fail(new SocialError('not_signed_in'))
    const path = `${auth.session.user.id}/${uuid()}.${extension}`
    // The type of a Blob is what counts for supabase-js, whatever the option says.
    const body = isBlob ? file.slice(0, file.size, contentType) : file
    const { error } = await attempt(
      () => this.#db.storage.from(bucket).upload(path, body, { contentType }),
      fromStorage,
    )
    if (error?.code === 'forbidden') return fail(await this.#explain(error))
    return error ? fail(error) : succeed({ path })
  }

  /** Storage says only that it refuses; the database knows why. */
  async #explain(error: SocialError): Promise<SocialError> {
    const me = await read(this.#db, 'my_profile', {})
    return me.error ?? error
  }
}
