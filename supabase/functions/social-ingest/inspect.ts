import { textAt } from './bytes.ts'
import { inspectGif } from './gif.ts'
import { inspectHeif, isHeif } from './heif.ts'
import { inspectJpeg } from './jpeg.ts'
import { inspectPng } from './png.ts'
import { Refusal } from './refusal.ts'
import { inspectWebp } from './webp.ts'

/** The properties of a picture that are known before the picture is decoded. */
export interface Inspected {
  kind: 'jpeg' | 'png' | 'webp' | 'gif' | 'heic' | 'avif'
  /** The width and height of the canvas, in pixels. A frame may be smaller. */
  width: number
  height: number
  /**
   * Whether the decoder can reduce the size of the picture while it decodes. That saves time and
   * memory.
   */
  isScalable: boolean
  /** Whether the picture has more than one frame. */
  isAnimated: boolean
  /**
   * The bytes to decode: the file without the data that follows the picture. An animation has all
   * its frames.
   */
  picture: Uint8Array
}

/**
 * The maximum number of pixels for each kind of picture. Measurements show that an edge function
 * with 256 MB of memory and 2 s of CPU time can decode such pictures.
 */
const SCALABLE_PIXELS = 50_000_000
const JPEG_PIXELS = 20_000_000
const OTHER_PIXELS = 8_000_000

/**
 * Identifies the type of a picture by its bytes, never by its name or declared type. Checks the
 * structure of the file to its end. Refuses pictures that are incomplete, contain other data, or
 * are too large to decode.
 */
export function inspect(bytes: Uint8Array): Inspected {
  if (isHeif(bytes)) return inspectHeif(bytes)
  const inspected = walk(bytes)
  const { kind, width, height, isScalable } = inspected
  if (width < 1 || height < 1) throw new Refusal('file_damaged')
  const maxPixels = isScalable ? SCALABLE_PIXELS : kind === 'jpeg' ? JPEG_PIXELS : OTHER_PIXELS
  if (width * height > maxPixels) throw new Refusal('image_too_many_pixels')
  return inspected
}

function walk(bytes: Uint8Array): Inspected {
  if (textAt(bytes, 0, 3) === '\xff\xd8\xff') return inspectJpeg(bytes)
  if (textAt(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return inspectPng(bytes)
  if (textAt(bytes, 0) === 'RIFF' && textAt(bytes, 8) === 'WEBP') return inspectWebp(bytes)
  if (/^GIF8[79]a$/.test(textAt(bytes, 0, 6))) return inspectGif(bytes)
  throw new Refusal('file_type_invalid')
}
