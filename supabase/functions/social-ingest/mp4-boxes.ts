import { assertIntact, viewOf } from './bytes.ts'
import type { Patch, Range } from './patches.ts'
import { Refusal } from './refusal.ts'
import type { Source } from './source.ts'

/**
 * A box of an MP4 or QuickTime file (ISO/IEC 14496-12). Its header begins at `start`, and its
 * content begins at `body`. The type of bytes that are no box is the empty text.
 */
export interface Box extends Range {
  type: string
  body: number
}

/** The maximum number of boxes inside another box. No camera writes more. */
const MAX_BOXES = 1000
/** The maximum number of boxes of an index. */
const MAX_INDEX_BOXES = 200_000
const TOO_MANY_BOXES =
  'The index of the video has more parts than any camera writes. Export the video again as MP4, ' +
  'and upload that file.'

/** The index of a video is too large to check it within the limits of an edge function. */
export const INDEX_TOO_LARGE =
  'The index of the video is too large. Export the video again as MP4 without fragments, and ' +
  'upload that file.'

/**
 * Returns the boxes between two positions. The boxes must fill the range between the positions
 * exactly. QuickTime ends some lists with zeros, which are no box.
 */
export function boxesIn(bytes: Uint8Array, from: number, to: number): Box[] {
  const view = viewOf(bytes)
  const boxes: Box[] = []
  for (let start = from; start < to; ) {
    if (isZero(bytes, start, Math.min(start + 8, to))) {
      boxes.push({ type: '', start, body: start, end: to })
      break
    }
    assertIntact(start + 8 <= to)
    const small = view.getUint32(start)
    assertIntact(small !== 1 || start + 16 <= to)
    const size = small === 1 ? Number(view.getBigUint64(start + 8)) : small || to - start
    const body = start + (small === 1 ? 16 : 8)
    assertIntact(start + size >= body && start + size <= to)
    boxes.push({ type: typeAt(bytes, start + 4), start, body, end: start + size })
    if (boxes.length > MAX_BOXES) throw new Refusal('file_suspicious', TOO_MANY_BOXES)
    start += size
  }
  boxesLeft -= boxes.length
  if (boxesLeft < 0) throw new Refusal('file_too_large', INDEX_TOO_LARGE)
  return boxes
}

/** How many boxes may be read before the function of `countBoxes` returns. */
let boxesLeft = Number.POSITIVE_INFINITY

/** Calls a function that reads an index, and returns its result and how many boxes it has read. */
export function countBoxes<Result>(read: () => Result): [result: Result, count: number] {
  boxesLeft = MAX_INDEX_BOXES
  try {
    return [read(), MAX_INDEX_BOXES - boxesLeft]
  } finally {
    boxesLeft = Number.POSITIVE_INFINITY
  }
}

/** Returns a type, faster than `textAt`: a video in fragments has hundreds of thousands. */
function typeAt(bytes: Uint8Array, at: number): string {
  const [first = 0, second = 0] = [bytes[at], bytes[at + 1]]
  return String.fromCharCode(first, second, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0)
}

function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== 0) return false
  return true
}

/** The boxes that the standards put at the top level of a file. */
const TOP_LEVEL_BOXES = [
  ...['ftyp', 'styp', 'moov', 'moof', 'mdat', 'sidx', 'mfra'],
  ...['free', 'skip', 'wide', 'meta', 'uuid', 'udta', 'pdin'],
]

/**
 * Yields the top-level boxes of a file. Skips the content of a box unless the caller reads it.
 * Cameras append data of their own to some videos: bytes that are no box, up to the end of the
 * file, have no type.
 */
export async function* boxesOf(source: Source): AsyncGenerator<Box> {
  for (;;) {
    const start = source.position
    const head = await source.peek(16)
    if (head.length === 0) return
    const box = boxAt(head, start)
    await source.skip(box.body - start)
    yield box
    await source.skip(box.end - source.position)
    const isWhole = source.position === box.end || box.end === Number.POSITIVE_INFINITY
    assertIntact(isWhole || !TOP_LEVEL_BOXES.includes(box.type))
  }
}

/** Reads the header of a box from the first bytes of the box. */
function boxAt(head: Uint8Array, start: number): Box {
  const type = typeAt(head, 4)
  if (head.length >= 8 && /^[\x20-\x7e]{4}$/.test(type)) {
    const view = viewOf(head)
    const small = view.getUint32(0)
    const isLarge = small === 1 && head.length === 16
    const size = isLarge ? Number(view.getBigUint64(8)) : small || Number.POSITIVE_INFINITY
    const headerSize = isLarge ? 16 : 8
    if (size >= headerSize) return { type, start, body: start + headerSize, end: start + size }
    assertIntact(!TOP_LEVEL_BOXES.includes(type))
  }
  return { type: '', start, body: start, end: Number.POSITIVE_INFINITY }
}

/**
 * Returns the patches that make a box say nothing: its type becomes `free`, so that players skip
 * it, and its content becomes zeros. No other byte of the file moves.
 */
export function blankBox({ type, start, body, end }: Box): Patch[] {
  if (type !== '') return [{ start: start + 4, end: start + 8, bytes: FREE }, ...blank(body, end)]
  if (end - start < 8) return blank(start, end)
  const head = new Uint8Array(8)
  viewOf(head).setUint32(0, end - start)
  head.set(FREE, 4)
  return [{ start, end: start + 8, bytes: head }, ...blank(start + 8, end)]
}

/** The bytes of the box type `free`. */
const FREE = new Uint8Array([0x66, 0x72, 0x65, 0x65])

/** Returns the patch that overwrites a range with zeros, or none if the range is empty. */
export function blank(start: number, end: number): Patch[] {
  return start < end ? [{ start, end }] : []
}
