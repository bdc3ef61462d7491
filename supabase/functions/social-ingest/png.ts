import { assertIntact, refuseMarkup, skipZeros, textAt, viewOf } from './bytes.ts'
import type { Inspected } from './inspect.ts'
import { Refusal } from './refusal.ts'

/** Checks every chunk of a PNG, from IHDR to IEND. */
export function inspectPng(bytes: Uint8Array): Inspected {
  const view = viewOf(bytes)
  assertIntact(bytes.length >= 33 && textAt(bytes, 12) === 'IHDR')
  let at = 8
  for (let type = ''; type !== 'IEND'; ) {
    assertIntact(at + 12 <= bytes.length)
    type = textAt(bytes, at + 4)
    const next = at + 12 + view.getUint32(at)
    assertIntact(next <= bytes.length && /^[A-Za-z]{4}$/.test(type))
    if (type !== 'IDAT' && type !== 'fdAT') refuseMarkup(bytes.subarray(at + 8, next - 4))
    at = next
  }
  if (skipZeros(bytes, at) < bytes.length) throw new Refusal('file_suspicious')
  const picture = bytes.subarray(0, at)
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  return { kind: 'png', width, height, isScalable: false, isAnimated: false, picture }
}
