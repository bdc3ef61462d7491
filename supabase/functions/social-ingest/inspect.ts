import { word } from './bytes.ts'
import { inspectGif } from './gif.ts'
import { inspectJpeg } from './jpeg.ts'
import { inspectPng } from './png.ts'
import { Refusal } from './refusal.ts'
import { inspectWebp } from './webp.ts'

/** What a picture is by its bytes, before anything is decoded. */
export interface Inspected {
  kind: 'jpeg' | 'png' | 'webp' | 'gif'
  width: number
  height: number
  /** Whether the decoder can skip details, which costs a part of the time and memory. */
  isScalable: boolean
  /** What is decoded: the file without what hangs behind the picture. */
  picture: Uint8Array
}

/** Measured against 256 MB and 2 seconds: docs/media.md. */
const SCALABLE_PIXELS = 50_000_000
const JPEG_PIXELS = 20_000_000
const OTHER_PIXELS = 8_000_000

/**
 * Tells a picture by its bytes, never by name or declared type, walks its structure to the end, and
 * refuses what is not complete, holds something else as well, or would not fit when decoded.
 */
export function inspect(bytes: Uint8Array): Inspected {
  const inspected = walk(bytes)
  const { kind, width, height, isScalable } = inspected
  if (width < 1 || height < 1) throw new Refusal('file_damaged')
  const most = isScalable ? SCALABLE_PIXELS : kind === 'jpeg' ? JPEG_PIXELS : OTHER_PIXELS
  if (width * height > most) throw new Refusal('image_too_many_pixels')
  return inspected
}

function walk(bytes: Uint8Array): Inspected {
  if (word(bytes, 0, 3) === '\xff\xd8\xff') return inspectJpeg(bytes)
  if (word(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return inspectPng(bytes)
  if (word(bytes, 0) === 'RIFF' && word(bytes, 8) === 'WEBP') return inspectWebp(bytes)
  if (/^GIF8[79]a$/.test(word(bytes, 0, 6))) return inspectGif(bytes)
  throw new Refusal('file_type_invalid')
}
