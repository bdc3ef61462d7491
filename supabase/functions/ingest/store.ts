import type { SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'
import { inspect } from './inspect.ts'
import { makePicture, type Purpose } from './picture.ts'
import { Refusal } from './refusal.ts'
import { cleanVideo, isVideo } from './video.ts'

/** An upload, as begin_ingest answers it. */
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

/** What complete_ingest registers. */
export type Made = Pick<
  Upload,
  'path' | 'thumbnail_path' | 'thumbhash' | 'mime_type' | 'width' | 'height'
>

const VIDEO_BYTES = 100 * 1024 * 1024

/** Makes of a raw file what is stored, and stores it beside its owner's other files. */
export async function store(storage: SupabaseClient['storage'], upload: Upload): Promise<Made> {
  if ((upload.bytes ?? 0) > VIDEO_BYTES) throw new Refusal('file_too_large')
  const { data, error } = await storage.from('uploads').download(upload.source_path)
  if (error) throw error
  const bytes = new Uint8Array(await data.arrayBuffer())
  const folder = `${upload.owner_id}/${upload.id}`
  const put = putInto(storage, upload.purpose === 'avatar' ? 'avatars' : 'media')
  if (isVideo(bytes)) {
    if (upload.purpose === 'avatar') throw new Refusal('file_type_invalid')
    const size = cleanVideo(bytes)
    const path = await put(`${folder}/display.mp4`, bytes, 'video/mp4')
    return { path, thumbnail_path: null, thumbhash: null, mime_type: 'video/mp4', ...size }
  }
  const inspected = inspect(bytes)
  if (bytes.length > upload.image_bytes) throw new Refusal('file_too_large')
  const { display, thumbnail, thumbhash } = await makePicture(inspected, upload.purpose)
  const name = thumbnail ? `${folder}/display.${display.extension}` : `${folder}.jpg`
  const path = await put(name, display.bytes, display.mimeType)
  const small =
    thumbnail && (await put(`${folder}/thumbnail.${thumbnail.extension}`, ...typed(thumbnail)))
  const { mimeType: mime_type, width, height } = display
  return { path, thumbnail_path: small, thumbhash, mime_type, width, height }
}

function typed({ bytes, mimeType }: { bytes: Uint8Array; mimeType: string }) {
  return [bytes, mimeType] as const
}

/** What is there already was written by a call of which the answer was lost: of the same bytes. */
function putInto(storage: SupabaseClient['storage'], bucket: string) {
  return async (path: string, bytes: Uint8Array, contentType: string): Promise<string> => {
    const body = new Blob([bytes as BlobPart], { type: contentType })
    const { error } = await storage.from(bucket).upload(path, body, { contentType })
    if (error && !/exist|duplicate/i.test(error.message)) throw error
    return path
  }
}
