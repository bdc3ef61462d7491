import { type Colors, colorsOf, paint } from './heic-color.ts'
import type { Library } from './heic-decoder.ts'
import { decodePlanes } from './heic-planes.ts'
import { uprightView } from './heic-view.ts'
import { alphaOf, type Mosaic, mosaicOf } from './heif.ts'
import { readHeif } from './heif-meta.ts'
import type { Extent, Pixels } from './pixels.ts'

/** A decoded HEIC, which stands upright. */
export interface DecodedHeic extends Pick<Colors, 'icc' | 'conversion'> {
  pixels: Pixels
}

/**
 * Decodes a HEIC. Reduces a large picture by a power of two, but hardly below `size`: four fifths of
 * it are sharp enough, as for JPEG.
 */
export async function decodeHeic(
  library: Library,
  bytes: Uint8Array,
  size: Extent,
): Promise<DecodedHeic> {
  const heif = readHeif(bytes)
  const main = mosaicOf(heif, heif.primary)
  const transparency = alphaOf(heif, main)
  const scale = scaleOf(main, 0.78 * Math.max(size.width, size.height))
  const view = uprightView(heif, main, scale)
  const { planes, code } = await decodePlanes(library, main, scale)
  const alpha = transparency && (await decodePlanes(library, transparency, scale)).planes[0]
  const colors = colorsOf(heif, code)
  const { icc, conversion } = colors
  return { pixels: paint(planes, alpha, view, colors.code), icc, conversion }
}

/** A tile must have a whole number of reduced pixels, since each tile is reduced alone. */
function scaleOf({ width, height, tileWidth, tileHeight, tiles }: Mosaic, edge: number): number {
  let scale = 1
  while (
    Math.max(width, height) >= 2 * scale * edge &&
    Math.min(width, height) >= 2 * scale &&
    (tiles.length === 1 || (tileWidth % (2 * scale) === 0 && tileHeight % (2 * scale) === 0))
  )
    scale *= 2
  return scale
}
