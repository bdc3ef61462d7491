import { assertIntact, join, textAt, viewOf } from './bytes.ts'
import type { Inspected } from './inspect.ts'

/** The chunks of an extended WebP that decoders need. XMP and unknown chunks are left out. */
const STILL = ['VP8X', 'ICCP', 'ALPH', 'VP8 ', 'VP8L', 'EXIF']
const ANIMATION = ['VP8X', 'ICCP', 'ANIM', 'ANMF', 'EXIF']
/** The bits of the chunk VP8X that announce frames, and XMP. */
const [HAS_FRAMES, HAS_XMP] = [0x02, 0x04]
const HEADER_LENGTH = 12
/** Each chunk costs memory, and no program writes more chunks. */
const MAX_CHUNKS = 10_000

interface Chunk {
  type: string
  /** The chunk with its type and its size, which are 8 bytes. */
  bytes: Uint8Array
}

/**
 * Reads the chunks of a WebP. Keeps only the chunks that the decoder needs, and leaves out what
 * follows the picture. Refuses a picture that ends early, because browsers do not show it.
 */
export function inspectWebp(bytes: Uint8Array): Inspected {
  const chunks = neededOf(chunksOf(bytes))
  const frames = chunks.filter(({ type }) => type === 'ANMF')
  assertIntact(frames.length > 0 || chunks.some(({ type }) => type === 'VP8 ' || type === 'VP8L'))
  const sizes = chunks.filter(({ type }) => /^VP8[ LX]$/.test(type)).map(sizeOf)
  const [width = 0, height = 0] = [0, 1].map((i) => Math.max(...sizes.map((size) => size[i] ?? 0)))
  const parts = chunks.map(withoutXmp)
  const picture = join([headerOf(bytes, parts), ...parts])
  return { kind: 'webp', width, height, isScalable: false, isAnimated: frames.length > 1, picture }
}

/** Returns the chunks up to the end of the picture. Leaves out an incomplete last chunk. */
function chunksOf(bytes: Uint8Array): Chunk[] {
  const view = viewOf(bytes)
  const end = Math.min(bytes.length, view.getUint32(4, true) + 8)
  const chunks: Chunk[] = []
  for (let at = HEADER_LENGTH; at + 8 <= end; ) {
    const size = view.getUint32(at + 4, true)
    const next = at + 8 + size + (size % 2)
    if (next > end) break
    chunks.push({ type: textAt(bytes, at), bytes: bytes.subarray(at, next) })
    assertIntact(chunks.length <= MAX_CHUNKS)
    at = next
  }
  return chunks
}

function neededOf(chunks: Chunk[]): Chunk[] {
  const [first] = chunks
  assertIntact(first !== undefined)
  // Without the chunk VP8X, the file consists of one chunk with the pixels.
  if (first.type !== 'VP8X') return [first]
  const types = (first.bytes[8] ?? 0) & HAS_FRAMES ? ANIMATION : STILL
  return chunks.filter(({ type }) => types.includes(type))
}

function withoutXmp({ type, bytes }: Chunk): Uint8Array {
  if (type !== 'VP8X' || !((bytes[8] ?? 0) & HAS_XMP)) return bytes
  const copy = bytes.slice()
  copy[8] = (copy[8] ?? 0) & ~HAS_XMP
  return copy
}

/** Returns the header of the file, with the size of the parts that follow. */
function headerOf(bytes: Uint8Array, parts: Uint8Array[]): Uint8Array {
  const header = bytes.subarray(0, HEADER_LENGTH)
  const size = parts.reduce((sum, { length }) => sum + length, HEADER_LENGTH - 8)
  if (viewOf(header).getUint32(4, true) === size) return header
  const corrected = header.slice()
  viewOf(corrected).setUint32(4, size, true)
  return corrected
}

function sizeOf({ type, bytes }: Chunk): [number, number] {
  assertIntact(bytes.length >= (type === 'VP8L' ? 13 : 18))
  const view = viewOf(bytes)
  if (type === 'VP8 ') {
    return [view.getUint16(14, true) & 0x3fff, view.getUint16(16, true) & 0x3fff]
  }
  if (type === 'VP8L') {
    const bits = view.getUint32(9, true)
    return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1]
  }
  return [(view.getUint32(12, true) & 0xffffff) + 1, (view.getUint32(14, true) >>> 8) + 1]
}
