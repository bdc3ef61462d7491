import { assertIntact, join, textAt, viewOf } from './bytes.ts'
import type { Inspected } from './inspect.ts'
import { refuseKind } from './kinds.ts'

interface Frame {
  width: number
  height: number
  components: number
  isProgressive: boolean
}

/** The codes of markers that this file names (ITU-T T.81, table B.1). */
const [START, END, SCAN, TABLES, RESTARTS] = [0xd8, 0xd9, 0xda, 0xc4, 0xdd]
const [EXIF, ICC, DNL, COMMENT] = [0xe1, 0xe2, 0xdc, 0xfe]
/** The markers of tables, of the restart interval, and of the two segments that tell the colours. */
const DECODED = [0xc4, 0xdb, 0xdd, 0xe0, 0xee]
/** Each segment costs time. Cameras write fewer than a hundred. */
const MAX_SEGMENTS = 5000
/** Each scan costs a pass over the whole picture. Cameras write about ten. */
const MAX_SCANS = 100

/**
 * Reads the header of a JPEG as the decoder of browsers does, which skips stray bytes. Keeps only
 * what the decoder needs. Leaves out other metadata, such as XMP and comments, and everything that
 * follows the picture. The decoder decides whether a damaged picture can be shown.
 */
export function inspectJpeg(bytes: Uint8Array): Inspected {
  const parts = [bytes.subarray(0, 2)]
  let frame: Frame | undefined
  let [hasExif, hasRestarts] = [false, false]
  for (let at = 2, count = 1; ; count++) {
    const segment = segmentAt(bytes, at)
    const { marker, start, body, end } = segment
    assertIntact(end <= bytes.length && isKnown(marker) && count <= MAX_SEGMENTS)
    at = end
    const isExif: boolean = marker === EXIF && !hasExif && textAt(bytes, body, 6) === 'Exif\0\0'
    hasExif ||= isExif
    const isIcc = marker === ICC && textAt(bytes, body, 12) === 'ICC_PROFILE\0'
    if (isFrame(marker)) {
      assertIntact(frame === undefined)
      frame = readFrame(bytes, segment)
    }
    if (isFrame(marker) || DECODED.includes(marker) || isExif || isIcc) {
      parts.push(bytes.subarray(start, end))
    }
    hasRestarts ||= marker === RESTARTS
    if (marker === SCAN) {
      assertIntact(frame !== undefined)
      // The decoder keeps the whole picture in memory if a scan contains only some components.
      const isScalable = !frame.isProgressive && bytes[body] === frame.components
      const stop = endOfPicture(bytes, end, !isScalable && !hasRestarts)
      assertIntact(stop > end) // A picture without pixels would be grey.
      parts.push(bytes.subarray(start, stop))
      const { width, height } = frame
      return { kind: 'jpeg', width, height, isScalable, isAnimated: false, picture: join(parts) }
    }
  }
}

interface Segment {
  marker: number
  start: number
  body: number
  end: number
}

/** Finds the next segment of the header. Skips stray bytes, and markers without a length. */
function segmentAt(bytes: Uint8Array, at: number): Segment {
  for (;;) {
    const found = bytes.indexOf(0xff, at)
    assertIntact(found >= 0)
    at = found + 1
    while (bytes[at] === 0xff) at++
    assertIntact(at + 2 < bytes.length)
    const marker = bytes[at] as number
    if (marker !== 0 && !hasNoLength(marker)) {
      const length = viewOf(bytes).getUint16(at + 1)
      // A decoder that skips a segment accepts a length that is too small.
      return { marker, start: at - 1, body: at + 3, end: at + 1 + Math.max(2, length) }
    }
  }
}

function hasNoLength(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)
}

/** Returns whether decoders accept a segment with this marker before the first scan. */
function isKnown(marker: number): boolean {
  const isTable = isFrame(marker) || [...DECODED, SCAN, DNL, COMMENT].includes(marker)
  return isTable || (marker >= 0xe0 && marker <= 0xef)
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4
}

function readFrame(bytes: Uint8Array, { marker, body, end }: Segment): Frame {
  assertIntact(end >= body + 6)
  // Browsers cannot show these variants of JPEG.
  if (marker >= 0xc9) refuseKind('a JPEG with arithmetic coding')
  if (marker > 0xc2) refuseKind('a lossless JPEG')
  if (bytes[body] !== 8) refuseKind(`a JPEG with ${bytes[body]} bits per color`)
  const view = viewOf(bytes)
  return {
    height: view.getUint16(body + 1),
    width: view.getUint16(body + 3),
    components: bytes[body + 5] as number,
    isProgressive: marker === 0xc2,
  }
}

/**
 * Returns the position after the end marker of the picture, or the end of the file if there is no
 * end marker. `at` is the position after the header of the first scan. A decoder that needs all scans
 * before it returns the first row refuses the picture because of damage in one scan. For such a
 * decoder, the picture ends before this damage.
 */
function endOfPicture(bytes: Uint8Array, at: number, needsAllScans: boolean): number {
  const view = viewOf(bytes)
  for (let scans = 1; ; ) {
    at = bytes.indexOf(0xff, at)
    if (at < 0 || at + 4 > bytes.length) return bytes.length
    const marker = bytes[at + 1] as number
    if (marker === END) return at + 2
    if (marker === START) return at // the next picture of a file whose end marker is missing
    if (marker === 0 || marker === 0xff || hasNoLength(marker)) {
      at += marker === 0xff ? 1 : 2
      continue
    }
    const [body, end] = [at + 4, at + 2 + view.getUint16(at + 2)]
    if (needsAllScans && !isIntact(bytes, marker, body, end)) return at
    if (marker === SCAN) assertIntact(++scans <= MAX_SCANS)
    // A table between two scans may contain the bytes of an end marker.
    at = isKnown(marker) ? end : at + 2
  }
}

/** Returns whether the decoder accepts a segment after the first scan. */
function isIntact(bytes: Uint8Array, marker: number, body: number, end: number): boolean {
  if (!isKnown(marker) || isFrame(marker) || end < body || end > bytes.length) return false
  if (marker === SCAN) {
    const components = bytes[body] as number
    const last = bytes[end - 2] as number
    return end === body + 4 + 2 * components && components > 0 && components < 5 && last < 64
  }
  if (marker !== TABLES) return true
  let at = body
  while (at + 17 < end && ((bytes[at] as number) & 0xec) === 0) {
    const codes = bytes.subarray(at + 1, at + 17).reduce((sum, count) => sum + count, 0)
    at += 17 + codes
  }
  return at === end
}
