import { textAt } from './bytes.ts'
import { inspectGif } from './gif.ts'
import { inspectHeif } from './heif.ts'
import { isHeif } from './heif-brands.ts'
import { inspectJpeg } from './jpeg.ts'
import { refuseUnknown } from './kinds.ts'
import { isTooCostly } from './limits.ts'
import { inspectPng } from './png.ts'
import { Refusal } from './refusal.ts'
import { inspectWebp } from './webp.ts'

/** What to do about a picture that costs too much, if its kind is more costly than others. */
const COSTLY: Partial<Record<Inspected['kind'], string>> = {
  heic:
    'The server would need too long for this HEIC. Upload a JPEG instead. An iPhone saves JPEG ' +
    'if Settings > Camera > Formats is set to Most Compatible. Web pages can convert a HEIC with ' +
    'supabase-social/heic.',
  avif:
    'The server would need too much memory for this AVIF. Upload a JPEG or WebP instead, or scale ' +
    'the AVIF down to 3 megapixels.',
}

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
   * The bytes to decode: the file with the data that pixels, colours and orientation depend on. An
   * animation has all its frames.
   */
  picture: Uint8Array
}

/**
 * Identifies the type of a picture by its bytes, never by its name or declared type. Reads the
 * structure of the file. Refuses pictures that have no pixels or are too large to decode. Ignores
 * what follows a picture, and metadata: only the pixels are stored.
 */
export function inspect(bytes: Uint8Array): Inspected {
  const inspected = walk(bytes)
  if (inspected.width < 1 || inspected.height < 1) throw new Refusal('file_damaged')
  if (isTooCostly(inspected)) throw new Refusal('image_too_many_pixels', COSTLY[inspected.kind])
  return inspected
}

function walk(bytes: Uint8Array): Inspected {
  if (textAt(bytes, 0, 3) === '\xff\xd8\xff') return inspectJpeg(bytes)
  if (textAt(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return inspectPng(bytes)
  if (textAt(bytes, 0) === 'RIFF' && textAt(bytes, 8) === 'WEBP') return inspectWebp(bytes)
  if (isHeif(bytes)) return inspectHeif(bytes)
  if (/^GIF8[79]a$/.test(textAt(bytes, 0, 6))) return inspectGif(bytes)
  refuseUnknown(bytes)
}
