import { paint } from './heic-color.ts'
import type { Library } from './heic-decoder.ts'
import { decodePlanes } from './heic-planes.ts'
import { uprightView } from './heic-view.ts'
import { alphaOf, type Mosaic, mosaicOf } from './heif.ts'
import { readHeif } from './heif-meta.ts'

/** The pixels of a picture that stands upright. */
export interface Pixels {
  width: number
  height: number
  rgba: Uint8ClampedArray
  /** Whether the picture can be transparent. */
  hasAlpha: boolean
  /** The colour profile of the pixels (ICC). Without it, they are sRGB. */
  profile: Uint8Array | undefined
}

/**
 * Decodes a HEIC. Reduces a large picture by a power of two, but its longer side not below `edge`
 * pixels.
 */
export async function decodeHeic(
  library: Library,
  bytes: Uint8Array,
  edge: number,
): Promise<Pixels> {
  const heif = readHeif(bytes)
  const main = mosaicOf(heif, heif.primary)
  const transparency = alphaOf(heif, main)
  const scale = scaleOf(main, edge)
  const view = uprightView(heif, main, scale)
  const { planes, code } = await decodePlanes(library, main, scale)
  const alpha = transparency && (await decodePlanes(library, transparency, scale)).planes[0]
  const { width, height } = view
  return { width, height, hasAlpha: alpha !== undefined, ...paint(heif, planes, alpha, view, code) }
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
