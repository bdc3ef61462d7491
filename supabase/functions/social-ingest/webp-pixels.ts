import { textAt, viewOf } from './bytes.ts'
import type { Frame } from './canvas.ts'
import type { WebpDecoder } from './codecs.ts'
import { orientationOf } from './exif.ts'
import type { Extent, Pixels } from './pixels.ts'

/** A chunk of a WebP file. */
export interface Chunk {
  type: string
  body: Uint8Array
}

/** The chunks of a WebP. */
export interface Webp {
  /** The chunks of the still picture. */
  still: Chunk[]
  icc: Uint8Array | null
  orientation: number
  frames: (Omit<Frame, 'data'> & { chunks: Chunk[] })[]
  /** How often an animation is shown. 0 means without end. */
  loops: number
}

/** Reads chunks. The end of the last one may be missing. */
function chunksOf(bytes: Uint8Array, start: number): Chunk[] {
  const view = viewOf(bytes)
  const chunks: Chunk[] = []
  for (let at = start; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true)
    chunks.push({ type: textAt(bytes, at), body: bytes.subarray(at + 8, at + 8 + size) })
    at += 8 + size + (size % 2)
  }
  return chunks
}

export function readWebp(bytes: Uint8Array): Webp {
  const webp: Webp = { still: [], icc: null, orientation: 1, frames: [], loops: 0 }
  for (const chunk of chunksOf(bytes, 12)) {
    const { type, body } = chunk
    if (/^(VP8 |VP8L|ALPH)$/.test(type)) webp.still.push(chunk)
    else if (type === 'ICCP') webp.icc = body
    else if (type === 'EXIF') webp.orientation = orientationOf(body)
    else if (type === 'ANIM' && body.length >= 6) webp.loops = viewOf(body).getUint16(4, true)
    else if (type === 'ANMF' && body.length >= 24) webp.frames.push(frameOf(body))
  }
  return webp
}

function frameOf(body: Uint8Array): Webp['frames'][number] {
  const view = viewOf(body)
  const [x, y, w, h, delay] = [0, 3, 6, 9, 12].map((at) => view.getUint32(at, true) & 0xffffff) as [
    ...[number, number, number, number, number],
  ]
  const flags = view.getUint8(15)
  const place = { left: 2 * x, top: 2 * y, width: w + 1, height: h + 1, delay }
  const disposal = flags & 1 ? 'clear' : 'keep'
  return { ...place, disposal, isBlended: (flags & 2) === 0, chunks: chunksOf(body, 16) }
}

/** Decodes a still picture or a frame. Returns null if the decoder refuses it. */
export function decodeWebp(decoder: WebpDecoder, chunks: Chunk[]): Pixels | null {
  const picture = chunks.find(isPicture)
  if (!picture) return null
  const alpha = chunks.find(({ type }) => type === 'ALPH')
  const { width: wide, height: high } = sizeOf(picture)
  const hasAlpha = alpha && picture.type === 'VP8 '
  const parts = hasAlpha ? [extendedChunk(0x10, wide, high), alpha, picture] : [picture]
  const decoded = decoder.decode(webpFile(parts))
  if (!decoded) return null
  const { width, height, data } = decoded
  return {
    width,
    height,
    channels: 4,
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
  }
}

/** Returns the size that the pixels of a chunk have. */
function sizeOf({ type, body }: Chunk): Extent {
  const view = viewOf(body)
  if (type === 'VP8L') {
    const bits = body.length < 5 ? 0 : view.getUint32(1, true)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (body.length < 10) return { width: 0, height: 0 }
  return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff }
}

/** Returns the chunk VP8X. The flag 0x10 announces alpha, 0x02 an animation. */
export function extendedChunk(flags: number, width: number, height: number): Chunk {
  const body = new Uint8Array(10)
  body[0] = flags
  writeSize(body, 4, width - 1)
  writeSize(body, 7, height - 1)
  return { type: 'VP8X', body }
}

/** Writes a number of 24 bits. */
export function writeSize(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value
  bytes[at + 1] = value >> 8
  bytes[at + 2] = value >> 16
}

/** Returns the file that consists of these chunks. */
export function webpFile(chunks: Chunk[]): Uint8Array {
  const body = joinChunks(chunks)
  const file = new Uint8Array(12 + body.length)
  file.set(new TextEncoder().encode('RIFF    WEBP'))
  viewOf(file).setUint32(4, 4 + body.length, true)
  file.set(body, 12)
  return file
}

/** Returns the bytes of chunks, one after another. */
export function joinChunks(chunks: Chunk[]): Uint8Array {
  const size = ({ body }: Chunk) => 8 + body.length + (body.length % 2)
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + size(chunk), 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(new TextEncoder().encode(chunk.type), at)
    viewOf(bytes).setUint32(at + 4, chunk.body.length, true)
    bytes.set(chunk.body, at + 8)
    at += size(chunk)
  }
  return bytes
}

/**
 * Decodes the frames of an animation one by one. Ends at a frame that does not fit on the canvas:
 * its pixels would need memory that no limit accounts for.
 */
export function* framesOfWebp(
  decoder: WebpDecoder,
  { frames }: Webp,
  canvas: Extent,
): Generator<Frame> {
  for (const { chunks, ...frame } of frames) {
    const { left, top, width, height } = frame
    const picture = chunks.find(isPicture)
    if (!picture || left + width > canvas.width || top + height > canvas.height) return
    const size = sizeOf(picture)
    if (size.width !== width || size.height !== height) return
    const pixels = decodeWebp(decoder, chunks)
    if (!pixels) return
    yield { ...frame, data: pixels.data }
  }
}

function isPicture({ type }: Chunk): boolean {
  return type === 'VP8 ' || type === 'VP8L'
}
