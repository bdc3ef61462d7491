import { textAt, viewOf } from './bytes.ts'

const ORIENTATION = 0x0112

/**
 * Returns the orientation of EXIF data, from 1 (upright) to 8. Returns 1 if the data has none or is
 * damaged. The data begins with the header of TIFF, or with `Exif\0\0` before it.
 */
export function orientationOf(exif: Uint8Array): number {
  const tiff = textAt(exif, 0, 4) === 'Exif' ? exif.subarray(6) : exif
  const order = textAt(tiff, 0, 2)
  if (tiff.length < 14 || (order !== 'II' && order !== 'MM')) return 1
  const isLittle = order === 'II'
  const view = viewOf(tiff)
  const start = view.getUint32(4, isLittle)
  if (start + 2 > tiff.length) return 1
  const count = view.getUint16(start, isLittle)
  for (let at = start + 2, n = 0; n < count && at + 12 <= tiff.length; n++, at += 12) {
    if (view.getUint16(at, isLittle) !== ORIENTATION) continue
    const value = view.getUint16(at + 8, isLittle)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}
