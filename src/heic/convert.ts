import { decodeHeic } from '../../supabase/functions/social-ingest/heic.ts'
import { type Libde265, libraryOf } from '../../supabase/functions/social-ingest/heic-decoder.ts'
import {
  fitted,
  type Pixels,
  reduce,
  withAlpha,
} from '../../supabase/functions/social-ingest/pixels.ts'
import { convert } from '../../supabase/functions/social-ingest/profile.ts'

/** The longer side of stored pictures, in pixels. */
const EDGE = 2048
/** The same as in src/sdk/downscale.ts, which tells why. An import would add the SDK to this entry. */
const QUALITY = { 'image/jpeg': 0.75, 'image/webp': 0.9 }
/** For how long the page may stand still, in milliseconds. */
const PATIENCE = 50

let rested = 0

const hevcDecoder = libraryOf(
  async () => {
    const { default: start } = await import('libheif-js/libheif-wasm/libheif-bundle.mjs')
    return start() as Libde265
  },
  async () => {
    if (performance.now() - rested < PATIENCE) return
    await new Promise((resolve) => setTimeout(resolve))
    rested = performance.now()
  },
)

/** Decodes a HEIC, and encodes it as JPEG, or as WebP if it can be transparent. */
export async function toJpeg(heic: Uint8Array): Promise<Blob> {
  const size = { width: EDGE, height: EDGE }
  const { pixels, conversion } = await decodeHeic(hevcDecoder, heic, size)
  const small = reduce(pixels, fitted(pixels, EDGE))
  // No phone writes a profile with a table of colors.
  if (conversion && conversion !== 'table') convert(small, conversion)
  const type = small.channels === 4 ? 'image/webp' : 'image/jpeg'
  return await draw(withAlpha(small)).convertToBlob({ type, quality: QUALITY[type] })
}

function draw({ width, height, data }: Pixels): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('There is no canvas.')
  const values = new Uint8ClampedArray(data.buffer as ArrayBuffer)
  context.putImageData(new ImageData(values, width, height), 0, 0)
  return canvas
}
