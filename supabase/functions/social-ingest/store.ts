import type { SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'
import { Digest } from './digest.ts'
import { isHeif } from './heif-brands.ts'
import { inspect } from './inspect.ts'
import { applyPatches } from './patches.ts'
import { makePicture, type Purpose } from './picture.ts'
import { Refusal } from './refusal.ts'
import { Source } from './source.ts'
import { inspectVideo, isVideo } from './video.ts'

/** An upload, as the database function begin_ingest returns it. */
export interface Upload {
  id: string
  owner_id: string
  purpose: Purpose
  source_path: string
  bytes: number | null
  image_bytes: number
  path: string | null
  thumbnail_path: string | null
  thumbhash: string | null
  mime_type: string | null
  width: number | null
  height: number | null
}

/** The attributes of a processed upload that the database function complete_ingest registers. */
export type Processed = Pick<
  Upload,
  'path' | 'thumbnail_path' | 'thumbhash' | 'mime_type' | 'width' | 'height'
>

type Storage = SupabaseClient['storage']

const VIDEO_BYTES = 100 * 1024 * 1024

/** Processes a raw file, and stores the result in the folder of the file's owner. */
export async function store(storage: Storage, upload: Upload): Promise<Processed> {
  if ((upload.bytes ?? 0) > VIDEO_BYTES) throw new Refusal('file_too_large')
  const digest = new Digest()
  const raw = await download(storage, 'social-uploads', upload.source_path)
  const source = new Source(raw.pipeThrough(digest))
  try {
    const head = await source.peek(12)
    return isVideo(head) && !isHeif(head)
      ? await storeVideo(storage, upload, source, digest)
      : await storePicture(storage, upload, source)
  } finally {
    await source.close()
  }
}

/**
 * Checks and stores a video. Reads the raw file twice, first to check it and then to store it. So a
 * refused file is never stored, and a whole file is never in memory. The raw file may change between
 * the two reads, because Storage accepts concurrent uploads of one path. Then the upload of the video
 * breaks off.
 */
async function storeVideo(
  storage: Storage,
  upload: Upload,
  source: Source,
  digest: Digest,
): Promise<Processed> {
  if (upload.purpose === 'avatar') throw new Refusal('file_type_invalid')
  const { patches, ...size } = await inspectVideo(source)
  const path = `${upload.owner_id}/${upload.id}/display.mp4`
  // An earlier call may have stored the video already. This check avoids a second upload of up to
  // 100 MB.
  const { data: isStored } = await storage.from('social-media').exists(path)
  if (!isStored) {
    const raw = await download(storage, 'social-uploads', upload.source_path)
    await putFile(
      storage,
      'social-media',
      path,
      raw.pipeThrough(new Digest(digest)).pipeThrough(applyPatches(patches)),
      'video/mp4',
    )
  }
  return { path, thumbnail_path: null, thumbhash: null, mime_type: 'video/mp4', ...size }
}

async function storePicture(storage: Storage, upload: Upload, source: Source): Promise<Processed> {
  const bytes = await source.take(upload.image_bytes + 1)
  if (bytes.length > upload.image_bytes) throw new Refusal('file_too_large')
  const { display, thumbnail, thumbhash } = await makePicture(inspect(bytes), upload.purpose)
  const folder = `${upload.owner_id}/${upload.id}`
  const bucket = upload.purpose === 'avatar' ? 'social-avatars' : 'social-media'
  const path = thumbnail ? `${folder}/display.${display.extension}` : `${folder}.jpg`
  const thumbnail_path = thumbnail && `${folder}/thumbnail.${thumbnail.extension}`
  await putFile(storage, bucket, path, display.bytes, display.mimeType)
  if (thumbnail_path)
    await putFile(storage, bucket, thumbnail_path, thumbnail.bytes, thumbnail.mimeType)
  const { mimeType: mime_type, width, height } = display
  return { path, thumbnail_path, thumbhash, mime_type, width, height }
}

async function download(
  storage: Storage,
  bucket: string,
  path: string,
): Promise<ReadableStream<Uint8Array>> {
  const { data, error } = await storage.from(bucket).download(path).asStream()
  if (error) throw error
  return data
}

/**
 * Stores a file. Ignores errors of Storage if a concurrent or earlier call has stored the file. A
 * picture must have the same content: if the raw file has changed between two calls, the sizes of a
 * picture must not come from different raw files.
 */
async function putFile(
  storage: Storage,
  bucket: string,
  path: string,
  bytes: Uint8Array | ReadableStream<Uint8Array>,
  contentType: string,
): Promise<void> {
  const body =
    bytes instanceof ReadableStream ? bytes : new Blob([bytes as BlobPart], { type: contentType })
  // A longer time in caches would only keep a file after its signed URL has expired.
  const options = { contentType, cacheControl: '300' }
  const { error } = await storage.from(bucket).upload(path, body, options)
  if (!error) return
  if (!(await storage.from(bucket).exists(path)).data) throw error
  if (bytes instanceof Uint8Array && !(await hasContent(storage, bucket, path, bytes))) throw error
}

async function hasContent(storage: Storage, bucket: string, path: string, bytes: Uint8Array) {
  const stored = new Uint8Array(
    await new Response(await download(storage, bucket, path)).arrayBuffer(),
  )
  return stored.length === bytes.length && stored.every((byte, index) => byte === bytes[index])
}
