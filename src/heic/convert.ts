import { decodeHeic, type Pixels } from '../../supabase/functions/social-ingest/heic.ts'
import {
  type Libde265,
  libraryOf,
} from '../../supabase/functions/social-ingest/heic-decoder.ts'
import { withProfile } from './profile.ts'

/** The longer side of stored pictures, in pixels. */
const EDGE = 2048

let lastRest = 0

const libde265 = libraryOf(
  async () => {
    const { default: start } = await import('libheif-js/libheif-wasm/libheif-bundle.mjs')
    return start() as Libde265
  },
  async () => {
    if (performance.now() - lastRest < 50) return
    await new Promise((resolve) => setTimeout(resolve))
    lastRest = performance.now()
  },
)

/** Decodes a HEIC, and encodes it as JPEG with its colour profile, or as WebP. */
export async function convert(bytes: Uint8Array): Promise<Blob> {
  const pixels = await decodeHeic(libde265, bytes, EDGE)
  const canvas = shrink(pixels)
  // Canvases make no JPEG with another profile than sRGB, and WebP is only for transparency.
  if (pixels.hasAlpha) return canvas.convertToBlob({ type: 'image/webp', quality: 0.9 })
  const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })
  const { profile } = pixels
  return profile ? withProfile(new Uint8Array(await jpeg.arrayBuffer()), profile) : jpeg
}

function shrink({ width, height, rgba }: Pixels): OffscreenCanvas {
  const [whole, context] = canvasOf(width, height)
  context.putImageData(new ImageData(rgba as ImageDataArray, width, height), 0, 0)
  const scale = EDGE / Math.max(width, height)
  if (scale >= 1) return whole
  const [small, painter] = canvasOf(Math.round(width * scale), Math.round(height * scale))
  painter.imageSmoothingQuality = 'high'
  painter.drawImage(whole, 0, 0, small.width, small.height)
  return small
}

function canvasOf(width: number, height: number) {
  const canvas = new OffscreenCanvas(Math.max(1, width), Math.max(1, height))
  const context = canvas.getContext('2d')
  if (!context) throw new Error('There is no canvas.')
  return [canvas, context] as const
}
