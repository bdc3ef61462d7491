import { need, refuseMarkup, skipZeros, viewOf, word } from './bytes.ts'
import type { Inspected } from './inspect.ts'
import { Refusal } from './refusal.ts'

interface Walked {
  width: number
  height: number
  isProgressive: boolean
  end: number
}

/** Baseline and progressive JPEG, and behind it what phones append. */
export function inspectJpeg(bytes: Uint8Array): Inspected {
  const { width, height, isProgressive, end } = walk(bytes, 0)
  refuseAppended(bytes, end)
  const picture = bytes.subarray(0, end)
  return { kind: 'jpeg', width, height, isScalable: !isProgressive, picture }
}

/** From marker to marker to the end of the picture; all but the pixels is looked through. */
function walk(bytes: Uint8Array, start: number): Walked {
  const view = viewOf(bytes)
  const walked: Walked = { width: 0, height: 0, isProgressive: false, end: 0 }
  let at = start + 2
  for (;;) {
    need(bytes[at] === 0xff && at + 1 < bytes.length)
    while (bytes[at + 1] === 0xff) at++
    const marker = bytes[at + 1] as number
    if (marker === 0xd9) break
    need(at + 4 <= bytes.length)
    const next = at + 2 + view.getUint16(at + 2)
    need(next >= at + 4 && next <= bytes.length)
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      // Arithmetic coding, lossless and the like no browser shows.
      if (marker > 0xc2 || walked.width > 0) throw new Refusal('file_type_invalid')
      need(next >= at + 9)
      walked.isProgressive = marker === 0xc2
      walked.height = view.getUint16(at + 5)
      walked.width = view.getUint16(at + 7)
    }
    if (marker >= 0xe0) refuseMarkup(bytes.subarray(at + 4, next))
    at = marker === 0xda ? skipPixels(bytes, next) : next
  }
  need(walked.width > 0)
  return { ...walked, end: at + 2 }
}

/** Past the pixels of one scan: to the next marker that is neither a stuffed 0xff nor a restart. */
function skipPixels(bytes: Uint8Array, at: number): number {
  for (;;) {
    at = bytes.indexOf(0xff, at)
    need(at >= 0 && at + 1 < bytes.length)
    const next = bytes[at + 1] as number
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
    at += next === 0xff ? 1 : 2
  }
}

/** More pictures (MPF), a motion photo (MP4), Samsung's trailer and padding; nothing else. */
function refuseAppended(bytes: Uint8Array, end: number): void {
  refuseMarkup(bytes.subarray(end))
  let at = skipZeros(bytes, end)
  while (word(bytes, at, 3) === '\xff\xd8\xff') at = skipZeros(bytes, walk(bytes, at).end)
  if (at >= bytes.length || word(bytes, bytes.length - 4) === 'SEFT') return
  const view = viewOf(bytes)
  if (word(bytes, at + 4) !== 'ftyp') throw new Refusal('file_suspicious')
  while (at + 8 <= bytes.length) {
    const size = view.getUint32(at)
    if (!/^[a-z]{4}$/.test(word(bytes, at + 4)) || size < 8) throw new Refusal('file_suspicious')
    at += size
  }
  if (at !== bytes.length) throw new Refusal('file_suspicious')
}
