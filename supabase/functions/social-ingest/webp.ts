import { assertIntact, refuseMarkup, skipZeros, textAt, viewOf } from './bytes.ts'
import type { Inspected } from './inspect.ts'
import { Refusal } from './refusal.ts'

/** Checks a WebP. Accepts lossy, lossless and extended WebP that contains one picture. */
export function inspectWebp(bytes: Uint8Array): Inspected {
  const view = viewOf(bytes)
  assertIntact(bytes.length >= 30)
  const end = view.getUint32(4, true) + 8
  assertIntact(end <= bytes.length)
  if (skipZeros(bytes, end) < bytes.length) throw new Refusal('file_suspicious')
  const sizes: [number, number][] = []
  let hasPixels = false
  for (let at = 12; at < end; ) {
    assertIntact(at + 8 <= end)
    const type = textAt(bytes, at)
    const size = view.getUint32(at + 4, true)
    const [body, next] = [at + 8, at + 8 + size + (size % 2)]
    assertIntact(next <= end)
    // Animations are refused, because decoding all of their pictures would be too expensive.
    if (type === 'ANIM' || type === 'ANMF') throw new Refusal('file_type_invalid')
    if (/^VP8[ LX]$/.test(type)) {
      assertIntact(size >= (type === 'VP8L' ? 5 : 10))
      sizes.push(sizeOf(view, body, type))
      hasPixels ||= type !== 'VP8X'
    } else if (type !== 'ALPH') refuseMarkup(bytes.subarray(body, next))
    at = next
  }
  assertIntact(hasPixels)
  const [width, height] = [0, 1].map((i) => Math.max(...sizes.map((size) => size[i] ?? 0)))
  const picture = bytes.subarray(0, end)
  return {
    kind: 'webp',
    width: width ?? 0,
    height: height ?? 0,
    isScalable: false,
    isAnimated: false,
    picture,
  }
}

function sizeOf(view: DataView, at: number, type: string): [number, number] {
  if (type === 'VP8 ') {
    return [view.getUint16(at + 6, true) & 0x3fff, view.getUint16(at + 8, true) & 0x3fff]
  }
  if (type === 'VP8L') {
    const bits = view.getUint32(at + 1, true)
    return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1]
  }
  const size24 = (from: number) => view.getUint32(from, true) & 0xffffff
  return [size24(at + 4) + 1, (view.getUint32(at + 6, true) >>> 8) + 1]
}
