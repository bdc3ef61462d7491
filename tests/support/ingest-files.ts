import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import {
  Interlace,
  initializeImageMagick,
  MagickFormat,
  MagickGeometry,
  MagickImage,
} from '@imagemagick/magick-wasm'
import { mp4, photograph } from './files.ts'

/** A generated file that is as costly to decode as a file from a real phone. */
export interface Case {
  name: string
  type: string
  make(): Buffer
}

const wasm = createRequire(import.meta.url).resolve('@imagemagick/magick-wasm/magick.wasm')
await initializeImageMagick(readFileSync(wasm))

/**
 * Files like those that phones produce, and the largest accepted file of each type. The smallest
 * file comes first.
 */
export const cases: Case[] = [
  picture('2 megapixels, JPEG', 1600, 1200),
  picture('12 megapixels, JPEG', 4000, 3000),
  picture('48 megapixels, JPEG', 8000, 6000),
  picture('48 megapixels, JPEG of the most bytes', 8000, 6000, { quality: 97 }),
  picture('12 megapixels, progressive', 4000, 3000, { isProgressive: true }),
  picture('20 megapixels, progressive', 5160, 3870, { isProgressive: true }),
  picture('8 megapixels, PNG', 3264, 2448, { format: MagickFormat.Png24 }),
  picture('8 megapixels, WebP', 3264, 2448, { format: MagickFormat.WebP }),
  video(20),
  video(100),
]

interface Options {
  format?: MagickFormat
  quality?: number
  isProgressive?: boolean
}

/** Enlarges a photograph and adds noise, so that the picture is costly to decode. */
function picture(name: string, width: number, height: number, options: Options = {}): Case {
  const { format = MagickFormat.Jpeg, quality = 85, isProgressive = false } = options
  const make = () => {
    const image = MagickImage.create(photograph)
    image.resize(new MagickGeometry(`${width}x${height}!`))
    grain(image)
    image.quality = quality
    if (isProgressive) image.settings.interlace = Interlace.Plane
    return image.write(format, (bytes) => Buffer.from(bytes))
  }
  const kinds = { [MagickFormat.Png24]: 'image/png', [MagickFormat.WebP]: 'image/webp' } as const
  return { name, type: kinds[format as keyof typeof kinds] ?? 'image/jpeg', make }
}

/** Adds noise of pseudo-random numbers, which are the same in every run. */
function grain(image: ReturnType<typeof MagickImage.create>): void {
  let seed = 1
  image.getPixels((pixels) => {
    const channels = image.channelCount
    for (let y = 0; y < image.height; y++) {
      const row = pixels.getArea(0, y, image.width, 1)
      for (let place = 0; place < row.length; place += channels) {
        seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
        const change = ((seed >>> 16) % 17) - 8
        for (let channel = 0; channel < Math.min(3, channels); channel++) {
          const value = (row[place + channel] ?? 0) + change
          row[place + channel] = Math.max(0, Math.min(255, value))
        }
      }
      pixels.setArea(0, y, image.width, 1, row)
    }
  })
}

function video(megabytes: number): Case {
  const make = () => {
    const frames = Buffer.alloc(megabytes * 1024 * 1024 - 4096, 'frames of a video')
    return mp4('vide', 'isom', frames)
  }
  return { name: `${megabytes} MB, MP4`, type: 'video/mp4', make }
}
