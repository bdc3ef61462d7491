import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import {
  AlphaAction,
  type IMagickImage,
  Interlace,
  initializeImageMagick,
  MagickFormat,
  MagickGeometry,
  MagickImage,
  MagickImageCollection,
} from '@imagemagick/magick-wasm'
import { mp4, photograph } from './files.ts'
import { type GridOptions, heicFile, heicGrid } from './heic-files.ts'

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
 * file of each type comes first.
 */
export const cases: Case[] = [
  picture('2 megapixels, JPEG', 1600, 1200),
  picture('12 megapixels, JPEG', 4000, 3000),
  picture('48 megapixels, JPEG', 8000, 6000),
  picture('48 megapixels, JPEG of the most bytes', 8000, 6000, { quality: 97 }),
  picture('panorama of 16,382 pixels, JPEG', 16_382, 3628),
  picture('12 megapixels, progressive', 4000, 3000, { isProgressive: true }),
  picture('24 megapixels, progressive', 6000, 4000, { isProgressive: true }),
  picture('screen of 3840 × 2160, PNG', 3840, 2160, { format: MagickFormat.Png24 }),
  picture('screen of 3840 × 2160, transparent PNG', 3840, 2160, { format: MagickFormat.Png32 }),
  picture('24 megapixels, PNG', 6000, 4000, { format: MagickFormat.Png24 }),
  picture('screen of 3840 × 2160, WebP', 3840, 2160, { format: MagickFormat.WebP }),
  picture('12 megapixels, WebP', 4000, 3000, { format: MagickFormat.WebP }),
  grid('12 megapixels, HEIC', 'heic', { columns: 8, width: 4032, height: 3024 }),
  grid('3 megapixels, AVIF', 'avif', { columns: 4, width: 2048, height: 1536 }),
  animation('GIF of 480 × 270, 30 frames', 480, 270, 30),
  animation('GIF of 800 × 600, 30 frames', 800, 600, 30),
  video(20),
  video(100),
]

/** Joins one detailed tile to a picture, as phones store it. */
function grid(name: string, brand: 'heic' | 'avif', options: GridOptions): Case {
  const rows = Math.ceil(options.height / 512)
  const make = () => {
    const tile = heicFile(`tile.${brand}`)
    return heicGrid(Array(options.columns * rows).fill(tile), { ...options, brand })
  }
  return { name, type: `image/${brand}`, make }
}

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
    if (format === MagickFormat.Png32) fade(image)
    image.quality = quality
    if (isProgressive) image.settings.interlace = Interlace.Plane
    return image.write(format, (bytes) => Buffer.from(bytes))
  }
  const kinds = {
    ...{ [MagickFormat.Png24]: 'image/png', [MagickFormat.Png32]: 'image/png' },
    [MagickFormat.WebP]: 'image/webp',
  } as const
  return { name, type: kinds[format as keyof typeof kinds] ?? 'image/jpeg', make }
}

/** Makes the left part of a picture transparent. */
function fade(image: IMagickImage): void {
  image.alpha(AlphaAction.Set)
  image.getPixels((pixels) => {
    for (let y = 0; y < image.height; y++) {
      const row = pixels.getArea(0, y, image.width, 1)
      for (let x = 0; x < 255; x++) row[4 * x + 3] = x
      pixels.setArea(0, y, image.width, 1, row)
    }
  })
}

/** A photograph that moves, so that every pixel of every frame differs from the frame before. */
function animation(name: string, width: number, height: number, count: number): Case {
  const make = () => {
    const frames = MagickImageCollection.create()
    const whole = MagickImage.create(photograph)
    whole.resize(new MagickGeometry(`${width + count}x${height}!`))
    for (let n = 0; n < count; n++) {
      const frame = whole.clone((copy) => {
        copy.crop(new MagickGeometry(n, 0, width, height))
        copy.resetPage()
        return MagickImage.create(copy.write(MagickFormat.Png24, (bytes) => bytes.slice()))
      })
      frame.animationDelay = 5
      frames.push(frame)
    }
    return frames.write(MagickFormat.Gif, (bytes) => Buffer.from(bytes))
  }
  return { name, type: 'image/gif', make }
}

/** Adds noise of pseudo-random numbers, which are the same in every run. */
function grain(image: IMagickImage): void {
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
