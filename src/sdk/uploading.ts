import { attempt } from './attempt.ts'
import { fromAuth } from './auth-errors.ts'
import { read } from './call.ts'
import { canDraw } from './downscale.ts'
import { type FileKind, isVideo, kinds } from './file-kind.ts'
import { ingest } from './ingest.ts'
import { type Lane, lane } from './lane.ts'
import { posterOf } from './poster.ts'
import { type Prepared, prepare, USE_PICTURE } from './prepare.ts'
import { type OnProgress, putRaw } from './raw-upload.ts'
import { fail, type Result, succeed } from './result.ts'
import { retrying } from './retry.ts'
import { SocialError } from './social-error.ts'
import type { Client } from './supabase.ts'
import type { Upload } from './types.ts'
import { uuid } from './uuid.ts'

/** The options of `social.media.upload`. */
interface Options {
  purpose?: 'post' | 'avatar' | undefined
  id?: string | undefined
  poster?: unknown
  onProgress?: OnProgress | undefined
  signal?: AbortSignal | undefined
}

/** The default size limits of an installation. */
const MIB = 1024 * 1024
const IMAGE_BYTES = 10 * MIB
const VIDEO_BYTES = 100 * MIB

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Uploads that run at the same time share the memory and the line of a device: while some are sent,
 * the next ones are drawn. A server has more of both, and waits for nothing.
 */
const atOnce: Lane = (task) => task()
const [drawing, sending] = canDraw() ? [lane(2), lane(3)] : [atOnce, atOnce]

/** Prepares, sends and processes a file. */
export async function uploadFile(
  db: Client,
  file: unknown,
  options: Options,
): Promise<Result<Upload>> {
  const { purpose = 'post', id = uuid(), signal } = options
  const onProgress = options.onProgress && increasing(options.onProgress)
  if (!UUID.test(id)) return fail(new SocialError('invalid_input'))
  const prepared = await drawing(async () => {
    return signal?.aborted ? fail(new SocialError('aborted')) : prepare(file, purpose)
  }, signal)
  if (prepared.error) return prepared
  const { body, kind, isFirstAlone } = prepared.data
  const given = await drawing(() => preparePoster(options.poster, kind), signal)
  if (given.error) return given
  for (const file of [prepared.data, given.data]) {
    const tooLarge = file && (await sizeErrorOf(db, file))
    if (tooLarge) return fail(tooLarge)
  }
  const { data: auth, error } = await attempt(() => db.auth.getSession(), fromAuth)
  if (error) return fail(error)
  if (!auth.session) return fail(new SocialError('not_signed_in'))
  onProgress?.(0)
  const person = auth.session.user.id
  const token = auth.session.access_token
  const path = `${person}/${id}.${kinds[kind].extension}`
  const sent = onProgress && ((done: number) => onProgress(done * 0.9))
  const raw = { path, body, token, signal, onProgress: sent }
  const owner = { person, id, token, signal }
  const poster = isVideo(kind) ? sendPoster(db, owner, body, given.data) : succeed(undefined)
  const put = await sending(() => retrying(() => putRaw(db, raw)), signal)
  if (put.error) return fail(await explained(db, put.error))
  onProgress?.(0.9)
  const { data: poster_id, error: unsent } = await poster
  if (unsent) return fail(unsent)
  const request = { upload_id: id, purpose, ...(poster_id && { poster_id }) }
  const ready = await retrying(() => ingest(db, request, signal))
  if (ready.error) return ready
  onProgress?.(1)
  return isFirstAlone ? succeed({ ...ready.data, is_animation_dropped: true }) : ready
}

interface PosterUpload {
  person: string
  /** The id of the upload of the video. */
  id: string
  token: string
  signal: AbortSignal | undefined
}

/** Prepares the poster that was passed with a file. Only videos have one. */
async function preparePoster(
  poster: unknown,
  kind: FileKind,
): Promise<Result<Prepared | undefined>> {
  if (poster === undefined) return succeed(undefined)
  const hint = 'Pass a poster only with a video.'
  if (!isVideo(kind)) return fail(new SocialError('invalid_input', { hint }))
  const prepared = await prepare(poster, 'post')
  if (prepared.error?.code !== 'file_type_invalid' && !isVideo(prepared.data?.kind)) return prepared
  const message = 'The poster of a video must be a picture.'
  return fail(new SocialError('file_type_invalid', { message, hint: USE_PICTURE }))
}

/**
 * Sends the poster of a video: the given picture, or else a frame that the browser draws. Returns the
 * id of its upload, or undefined without one.
 */
async function sendPoster(
  db: Client,
  { person, id, token, signal }: PosterUpload,
  video: Blob,
  given: Prepared | undefined,
): Promise<Result<string | undefined>> {
  const body = given?.body ?? (await posterOf(video))
  if (!body) return succeed(undefined)
  // The same id for each try, so that a repeated upload leaves no second poster.
  const digits = [...id.replaceAll('-', '')].reverse().join('')
  const posterId = digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  const { extension } = kinds[given?.kind ?? 'jpeg']
  const raw = { path: `${person}/${posterId}.${extension}`, body, token, signal }
  const { error } = await retrying(() => putRaw(db, raw))
  if (!error) return succeed(posterId)
  // Nobody asked for the frame that the browser draws.
  return given ? fail(await explained(db, error)) : succeed(undefined)
}

async function sizeErrorOf(db: Client, file: Prepared): Promise<SocialError | undefined> {
  const maxBytes = await maxBytesOf(db, file)
  if (file.body.size <= maxBytes) return undefined
  const hint = `Reduce the file size: at most ${Math.floor(maxBytes / MIB)} MB.`
  return new SocialError('file_too_large', { hint })
}

/**
 * Returns the maximum size of a file. Reads the limit from the database only if a picture is
 * larger than the default limit.
 */
async function maxBytesOf(db: Client, { kind, body }: Prepared): Promise<number> {
  if (isVideo(kind)) return VIDEO_BYTES
  if (body.size <= IMAGE_BYTES) return IMAGE_BYTES
  const { data } = await read(db, 'limits', {})
  return data?.image_bytes ?? IMAGE_BYTES
}

/**
 * Returns a more exact error than the error `forbidden` of Storage. The path is valid, so that
 * Storage refuses either everything of this person, or one more file.
 */
async function explained(db: Client, error: SocialError): Promise<SocialError> {
  if (error.code !== 'forbidden') return error
  const me = await read(db, 'my_profile', {})
  return me.error ?? new SocialError('upload_quota_exceeded', { cause: error })
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
