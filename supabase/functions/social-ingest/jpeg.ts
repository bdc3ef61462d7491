import { assertIntact, refuseMarkup, skipZeros, textAt, viewOf } from './bytes.ts'
import type { Inspected } from './inspect.ts'
import { Refusal } from './refusal.ts'

interface Walked {
  width: number
  height: number
  isProgressive: boolean
  end: number
}

/**
 * Checks a JPEG. Accepts baseline and progressive JPEG, and the data that phones append to a
 * picture.
 */
export function inspectJpeg(bytes: Uint8Array): Inspected {
  const { width, height, isProgressive, end } = walk(bytes, 0)
  refuseAppended(bytes, end)
  const picture = bytes.subarray(0, end)
  return { kind: 'jpeg', width, height, isScalable: !isProgressive, isAnimated: false, picture }
}

/** Follows the JPEG markers to the end of the picture. Checks everything except the pixels. */
function walk(bytes: Uint8Array, start: number): Walked {
  const view = viewOf(bytes)
  const walked: Walked = { width: 0, height: 0, isProgressive: false, end: 0 }
  let at = start + 2
  for (;;) {
    assertIntact(bytes[at] === 0xff && at + 1 < bytes.length)
    while (bytes[at + 1] === 0xff) at++
    const marker = bytes[at + 1] as number
    if (marker === 0xd9) break
    assertIntact(at + 4 <= bytes.length)
    const next = at + 2 + view.getUint16(at + 2)
    assertIntact(next >= at + 4 && next <= bytes.length)
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      // Browsers cannot show JPEG variants such as arithmetic coding and lossless JPEG.
      if (marker > 0xc2 || walked.width > 0) throw new Refusal('file_type_invalid')
      assertIntact(next >= at + 9)
      walked.isProgressive = marker === 0xc2
      walked.height = view.getUint16(at + 5)
      walked.width = view.getUint16(at + 7)
    }
    if (marker >= 0xe0) refuseMarkup(bytes.subarray(at + 4, next))
    at = marker === 0xda ? skipPixels(bytes, next) : next
  }
  assertIntact(walked.width > 0)
  return { ...walked, end: at + 2 }
}

/**
 * Skips the pixels of one scan and returns the position of the next marker. Stuffed 0xff bytes and
 * restart markers are a part of the scan.
 */
function skipPixels(bytes: Uint8Array, at: number): number {
  for (;;) {
    at = bytes.indexOf(0xff, at)
    assertIntact(at >= 0 && at + 1 < bytes.length)
    const next = bytes[at + 1] as number
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
    at += next === 0xff ? 1 : 2
  }
}

/**
 * Refuses data that follows the picture. Accepts only what phones append: more pictures (MPF), an
 * MP4 (motion photo), zeros, and the trailer of Samsung phones.
 */
function refuseAppended(bytes: Uint8Array, end: number): void {
  refuseMarkup(bytes.subarray(end))
  let at = skipZeros(bytes, end)
  while (textAt(bytes, at, 3) === '\xff\xd8\xff') at = skipZeros(bytes, walk(bytes, at).end)
  if (at >= bytes.length || textAt(bytes, bytes.length - 4) === 'SEFT') return
  const view = viewOf(bytes)
  if (textAt(bytes, at + 4) !== 'ftyp') throw new Refusal('file_suspicious')
  while (at + 8 <= bytes.length) {
    const size = view.getUint32(at)
    if (!/^[a-z]{4}$/.test(textAt(bytes, at + 4)) || size < 8) throw new Refusal('file_suspicious')
    at += size
  }
  if (at !== bytes.length) throw new Refusal('file_suspicious')
}
