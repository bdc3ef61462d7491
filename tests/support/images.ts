import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  ColorSpace,
  initializeImageMagick,
  MagickFormat,
  MagickImage,
  MagickImageCollection,
} from '@imagemagick/magick-wasm'

const wasm = fileURLToPath(import.meta.resolve('@imagemagick/magick-wasm/magick.wasm'))
let ready: Promise<void> | undefined

/** A picture, or a frame of an animation with the whole canvas. */
export interface Image {
  width: number
  height: number
  /** How long the frame is shown, in milliseconds. */
  delay: number
  /** Returns red, green, blue and alpha of a pixel. */
  at(x: number, y: number): number[]
}

/**
 * Decodes a picture, or an animated WebP whose frames replace pixels of the canvas, with
 * ImageMagick.
 */
export async function imagesOf(file: Uint8Array): Promise<Image[]> {
  ready ??= initializeImageMagick(readFileSync(wasm))
  await ready
  const images = MagickImageCollection.create()
  try {
    images.read(file)
    const { width = 0, height = 0 } = images[0] ?? {}
    let canvas = new Uint8Array(4 * width * height)
    return images.map((image) => {
      canvas = canvas.slice()
      const rgba = image.write(MagickFormat.Rgba, (data) => data.slice())
      for (let row = 0; row < image.height; row++) {
        const line = rgba.subarray(4 * row * image.width, 4 * (row + 1) * image.width)
        canvas.set(line, 4 * ((image.page.y + row) * width + image.page.x))
      }
      const pixels = canvas
      const at = (x: number, y: number) => {
        const from = 4 * (y * width + x)
        return Array.from(pixels.subarray(from, from + 4))
      }
      const delay = (1000 * image.animationDelay) / image.animationTicksPerSecond
      return { width, height, delay, at }
    })
  } finally {
    images.dispose()
  }
}

/** Returns a picture as a JPEG of four inks. */
export async function inksOf(file: Uint8Array): Promise<Uint8Array> {
  ready ??= initializeImageMagick(readFileSync(wasm))
  await ready
  const image = MagickImage.create(file)
  try {
    image.colorSpace = ColorSpace.CMYK
    return image.write(MagickFormat.Jpeg, (data) => data.slice())
  } finally {
    image.dispose()
  }
}
