import { Canvas, type Frame } from './canvas.ts'
import type { WebpEncoder } from './codecs.ts'
import { encodeWebp } from './encode.ts'
import { cut, type Extent, isTransparent, type Pixels, reduce } from './pixels.ts'
import {
  type Chunk,
  extendedChunk,
  joinChunks,
  readWebp,
  webpFile,
  writeSize,
} from './webp-pixels.ts'

/** An animation to store as WebP. */
export interface Animation {
  /** The size of the canvas on which its frames are drawn. */
  canvas: Extent
  frames: AsyncIterable<Frame> | Iterable<Frame>
  /** The size of each frame. */
  extents: Extent[]
  /** How often it is shown. 0 means without end. */
  loops: number
}

/** An animated WebP file, and its first frame. */
export interface AnimatedWebp {
  file: Uint8Array
  first: Pixels
  frameCount: number
}

/** Fast, and only a little larger than with the other methods. */
const METHOD = 1
/** Browsers show a frame of at most this time for `USUAL_DELAY`, both in milliseconds. */
const SHORTEST_DELAY = 10
const USUAL_DELAY = 100

/**
 * Encodes an animation at this size. `finish` turns the pixels of the canvas into those to store.
 * Returns null if no frame can be decoded.
 */
export async function encodeAnimation(
  encoder: WebpEncoder,
  animation: Animation,
  size: Extent,
  finish: (pixels: Pixels) => Pixels,
): Promise<AnimatedWebp | null> {
  const canvas = new Canvas(animation.canvas)
  const stored: { chunk: Uint8Array; delay: number }[] = []
  let [first, before]: (Pixels | null)[] = [null, null]
  let hasAlpha = false
  for await (const frame of animation.frames) {
    canvas.draw(frame)
    const pixels = finish(copyOf(canvas.pixels, size))
    canvas.dispose(frame)
    const delay = frame.delay <= SHORTEST_DELAY ? USUAL_DELAY : frame.delay
    const place = before ? changeOf(before, pixels) : { left: 0, top: 0, ...extentOf(pixels) }
    const last = stored.at(-1)
    if (!place && last) {
      last.delay += delay
      continue
    }
    hasAlpha ||= isTransparent(pixels)
    if (place) stored.push({ chunk: encodeFrame(encoder, pixels, place), delay })
    first ??= pixels
    before = pixels
  }
  if (!first) return null
  const flags = 0x02 | (hasAlpha ? 0x10 : 0)
  const chunks = [extendedChunk(flags, first.width, first.height), loopChunk(animation.loops)]
  for (const { chunk, delay } of stored) {
    writeSize(chunk, 12, Math.min(delay, 0xffffff))
    chunks.push({ type: 'ANMF', body: chunk })
  }
  return { file: webpFile(chunks), first, frameCount: stored.length }
}

function extentOf({ width, height }: Extent): Extent {
  return { width, height }
}

/** Returns a reduced copy. */
function copyOf(pixels: Pixels, size: Extent): Pixels {
  const reduced = reduce(pixels, size)
  return reduced === pixels ? { ...pixels, data: pixels.data.slice() } : reduced
}

type Place = Extent & { left: number; top: number }

/** Returns the smallest rectangle that differs. It begins at an even place, as WebP demands. */
function changeOf(before: Pixels, after: Pixels): Place | null {
  const { width, height } = after
  const [old, now] = [wordsOf(before), wordsOf(after)]
  let [left, right, top, bottom] = [width, -1, -1, -1]
  for (let y = 0, at = 0; y < height; y++, at += width) {
    let x = 0
    while (x < width && old[at + x] === now[at + x]) x++
    if (x === width) continue
    let end = width - 1
    while (old[at + end] === now[at + end]) end--
    if (top < 0) top = y
    bottom = y
    left = Math.min(left, x)
    right = Math.max(right, end)
  }
  if (top < 0) return null
  left &= ~1
  top &= ~1
  return { left, top, width: right - left + 1, height: bottom - top + 1 }
}

/** Returns pixels as one number each. */
function wordsOf({ data }: Pixels): Uint32Array {
  return new Uint32Array(data.buffer, data.byteOffset, data.length >> 2)
}

/** Returns the body of a frame chunk, in which the delay is still missing. */
function encodeFrame(encoder: WebpEncoder, pixels: Pixels, place: Place): Uint8Array {
  const { still } = readWebp(encodeWebp(encoder, cut(pixels, place), METHOD))
  const picture = joinChunks(still)
  const chunk = new Uint8Array(16 + picture.length)
  writeSize(chunk, 0, place.left / 2)
  writeSize(chunk, 3, place.top / 2)
  writeSize(chunk, 6, place.width - 1)
  writeSize(chunk, 9, place.height - 1)
  chunk[15] = 0x02 // The pixels replace those of the canvas.
  chunk.set(picture, 16)
  return chunk
}

function loopChunk(loops: number): Chunk {
  const body = new Uint8Array(6)
  body[4] = loops
  body[5] = loops >> 8
  return { type: 'ANIM', body }
}
