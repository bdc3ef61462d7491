import { join, textAt, viewOf } from './bytes.ts'
import { createJpegDecoder, type JpegDecoder } from './codecs.ts'
import { orientationOf } from './exif.ts'
import type { Extent, Pixels } from './pixels.ts'

/** What the segments before the pixels of a JPEG say. */
export interface JpegHead {
  /** The number of color components: 1 for grey, 3 for colors, 4 for the inks of a printer. */
  components: number
  /** The orientation of EXIF. */
  orientation: number
  icc: Uint8Array | null
}

/** Reads the segments of a JPEG up to its pixels. */
export function jpegHead(bytes: Uint8Array): JpegHead {
  const view = viewOf(bytes)
  const head: JpegHead = { components: 3, orientation: 0, icc: null }
  const profile = new Map<number, Uint8Array>()
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff || bytes[at + 1] === 0xff) {
      at++
      continue
    }
    const marker = bytes[at + 1] as number
    if (marker === 0xda || marker === 0xd9) break
    const body = bytes.subarray(at + 4, at + 2 + view.getUint16(at + 2))
    if (marker >= 0xc0 && marker <= 0xc2) head.components = body[5] ?? 3
    if (marker === 0xe1 && textAt(body, 0) === 'Exif') head.orientation ||= orientationOf(body)
    if (marker === 0xe2 && textAt(body, 0, 12) === 'ICC_PROFILE\0') {
      profile.set(body[12] ?? 0, body.subarray(14))
    }
    at += 2 + Math.max(2, view.getUint16(at + 2))
  }
  if (profile.size > 0) head.icc = join([...profile].sort(([a], [b]) => a - b).map(([, b]) => b))
  return head
}

/** The color of the rows that a damaged picture lacks. */
const MISSING = 128

/**
 * Decodes a JPEG at a reduced size, in eighths of its size. Passes over damage as browsers do.
 * Returns null if no row can be decoded.
 */
export function decodeJpeg(
  module: WebAssembly.Module,
  bytes: Uint8Array,
  size: Extent,
  eighths: number,
): Pixels | null {
  const width = Math.ceil((size.width * eighths) / 8)
  const height = Math.ceil((size.height * eighths) / 8)
  const decoder = createJpegDecoder(module)
  const source = copyInto(decoder, bytes)
  const length = width * height * 3
  const target = decoder.malloc(length)
  new Uint8Array(decoder.memory.buffer, target, length).fill(MISSING)
  const handle = decoder.tjInitDecompress()
  let isWhole = false
  try {
    const format = [target, width, width * 3, height, 0, 0]
    const status = decoder.tjDecompress2(handle, source, bytes.length, ...format)
    isWhole = status === 0
  } catch {
    // The rows before the damage are decoded.
  }
  const data = new Uint8Array(decoder.memory.buffer, target, length)
  if (!isWhole && data.every((value) => value === MISSING)) return null
  return { width, height, channels: 3, data }
}

function copyInto(decoder: JpegDecoder, bytes: Uint8Array): number {
  const pointer = decoder.malloc(bytes.length)
  new Uint8Array(decoder.memory.buffer, pointer, bytes.length).set(bytes)
  return pointer
}
