import { assertIntact, refuseMarkup, skipZeros, viewOf } from './bytes.ts'
import type { Inspected } from './inspect.ts'
import { Refusal } from './refusal.ts'

/** Checks all frames of a GIF, and keeps only the first frame. */
export function inspectGif(bytes: Uint8Array): Inspected {
  const view = viewOf(bytes)
  assertIntact(bytes.length >= 14)
  let [width, height] = [view.getUint16(6, true), view.getUint16(8, true)]
  let at = 13 + colorTable(bytes[10] as number)
  let first = 0
  for (;;) {
    assertIntact(at < bytes.length)
    const kind = bytes[at]
    if (kind === 0x3b) break
    if (kind === 0x21) {
      const end = skipBlocks(bytes, at + 2)
      refuseMarkup(bytes.subarray(at + 2, end))
      at = end
    } else if (kind === 0x2c) {
      assertIntact(at + 11 <= bytes.length)
      const [left, top, wide, high] = [1, 3, 5, 7].map((i) => view.getUint16(at + i, true))
      if (first === 0) {
        width = Math.max(width, (left ?? 0) + (wide ?? 0))
        height = Math.max(height, (top ?? 0) + (high ?? 0))
      }
      at = skipBlocks(bytes, at + 11 + colorTable(bytes[at + 9] as number))
      first ||= at
    } else throw new Refusal('file_damaged')
  }
  assertIntact(first > 0)
  if (skipZeros(bytes, at + 1) < bytes.length) throw new Refusal('file_suspicious')
  const picture = new Uint8Array(first + 1)
  picture.set(bytes.subarray(0, first))
  picture[first] = 0x3b
  return { kind: 'gif', width, height, isScalable: false, isAnimated: false, picture }
}

function colorTable(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0
}

function skipBlocks(bytes: Uint8Array, at: number): number {
  for (;;) {
    assertIntact(at < bytes.length)
    const size = bytes[at] as number
    at += 1 + size
    if (size === 0) return at
  }
}
