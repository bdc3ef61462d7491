import { Digest } from './digest.ts'
import { openRaw, putFile, type Storage } from './files.ts'
import { judge, judgePicture } from './judge.ts'
import { applyPatches } from './patches.ts'
import { storePoster } from './poster.ts'
import { Refusal } from './refusal.ts'
import { Source } from './source.ts'
import type { Processed, Upload } from './upload.ts'
import { inspectVideo, isVideo, type Video } from './video.ts'

const VIDEO_BYTES = 100 * 1024 * 1024
/** The maximum width and height of a video in pixels. The database has the same limit. */
const VIDEO_EDGE = 20_000

const NO_VIDEO =
  'A profile picture cannot be a video. Use a JPEG, PNG, WebP, GIF, HEIC or AVIF picture.'
const smaller = ({ image_bytes }: Upload) =>
  `Reduce the picture to at most ${Math.floor(image_bytes / 2 ** 20)} MB.`

/** Processes a raw file, and stores the result in the folder of the file's owner. */
export async function store(storage: Storage, upload: Upload): Promise<Processed> {
  if ((upload.bytes ?? 0) > VIDEO_BYTES) throw new Refusal('file_too_large')
  const digest = new Digest()
  const raw = await openRaw(storage, upload.source_path)
  const source = new Source(raw.pipeThrough(digest))
  try {
    const head = await source.peek(64)
    return isVideo(head)
      ? await storeVideo(storage, upload, source, digest)
      : await storePicture(storage, upload, source)
  } finally {
    await source.close()
  }
}

/** Checks and stores a video and its thumbnail. */
async function storeVideo(
  storage: Storage,
  upload: Upload,
  source: Source,
  digest: Digest,
): Promise<Processed> {
  if (upload.purpose === 'avatar') throw new Refusal('file_type_invalid', NO_VIDEO)
  const video = await judge(() => inspectVideo(source))
  const { width, height } = video
  if (Math.max(width, height) > VIDEO_EDGE) throw new Refusal('file_damaged')
  const path = `${upload.owner_id}/${upload.id}/display.mp4`
  // An earlier call may have stored the video already. This check avoids a second upload of up to
  // 100 MB.
  const { data: isStored } = await storage.from('social-media').exists(path)
  if (!isStored) await putVideo(storage, path, upload.source_path, video, digest)
  const poster = await storePoster(storage, upload, video)
  const mime_type = 'video/mp4'
  const rest = { mime_type, width, height, is_animation_dropped: false }
  return { path, medium_path: null, ...poster, ...rest }
}

/**
 * Reads the raw file a second time and stores the video. So a refused file is never stored, and a
 * whole file is never in memory. The raw file may change between the two reads, because Storage
 * accepts concurrent uploads of one path. Then the upload of the video breaks off.
 */
async function putVideo(
  storage: Storage,
  path: string,
  sourcePath: string,
  { patches }: Video,
  digest: Digest,
): Promise<void> {
  const raw = await openRaw(storage, sourcePath)
  const again = new Digest(digest)
  const body = raw.pipeThrough(again).pipeThrough(applyPatches(patches))
  try {
    await putFile(storage, 'social-media', path, body, 'video/mp4')
  } catch (error) {
    throw again.isDifferent ? new Refusal('upload_not_found') : error
  }
}

async function storePicture(storage: Storage, upload: Upload, source: Source): Promise<Processed> {
  const bytes = await source.take(upload.image_bytes + 1)
  if (bytes.length > upload.image_bytes) throw new Refusal('file_too_large', smaller(upload))
  const picture = await judgePicture(bytes, upload.purpose)
  const { display, medium, thumbnail, thumbhash, isAnimationDropped } = picture
  const folder = `${upload.owner_id}/${upload.id}`
  const bucket = upload.purpose === 'avatar' ? 'social-avatars' : 'social-media'
  const path = thumbnail ? `${folder}/display.${display.extension}` : `${folder}.jpg`
  const medium_path = medium && `${folder}/medium.${medium.extension}`
  const thumbnail_path = thumbnail && `${folder}/thumbnail.${thumbnail.extension}`
  await putFile(storage, bucket, path, display.bytes, display.mimeType)
  if (medium_path) await putFile(storage, bucket, medium_path, medium.bytes, medium.mimeType)
  if (thumbnail_path)
    await putFile(storage, bucket, thumbnail_path, thumbnail.bytes, thumbnail.mimeType)
  const { mimeType: mime_type, width, height } = display
  const rest = { thumbhash, mime_type, width, height, is_animation_dropped: isAnimationDropped }
  return { path, medium_path, thumbnail_path, ...rest }
}
