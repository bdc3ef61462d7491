import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ErrorMetric, ImageMagick, initializeImageMagick } from '@imagemagick/magick-wasm'

const wasm = fileURLToPath(import.meta.resolve('@imagemagick/magick-wasm/magick.wasm'))
let ready: Promise<void> | undefined

/**
 * Returns the difference of two pictures, from 0 (equal) to 1. Pictures of different sizes give 1.
 */
export async function distance(one: Uint8Array, other: Uint8Array): Promise<number> {
  ready ??= initializeImageMagick(readFileSync(wasm))
  await ready
  return ImageMagick.read(one, (first) =>
    ImageMagick.read(other, (second) => {
      if (first.width !== second.width || first.height !== second.height) return 1
      return first.compare(second, ErrorMetric.RootMeanSquared)
    }),
  )
}
