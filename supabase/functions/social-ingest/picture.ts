import {
  AlphaAction,
  ColorProfile,
  ColorSpace,
  FilterType,
  Gravity,
  type IMagickImage,
  initializeImageMagick,
  MagickColors,
  MagickErrorSeverity,
  MagickFormat,
  MagickGeometry,
  MagickImage,
  MagickReadSettings,
} from 'npm:@imagemagick/magick-wasm@0.0.43'
import { rgbaToThumbHash } from 'npm:thumbhash@0.1.1'
import type { Inspected } from './inspect.ts'
import { Refusal } from './refusal.ts'
import { srgbProfile } from './srgb.ts'

/** Long edges, in pixels. */
const DISPLAY = 2048
const THUMBNAIL = 480
const AVATAR = 512
/** JPEG is decoded no smaller than this: a photo of 12 megapixels at half its size. */
const DECODED = 1600

const FORMATS = {
  jpeg: MagickFormat.Jpeg,
  png: MagickFormat.Png,
  webp: MagickFormat.WebP,
  gif: MagickFormat.Gif,
}

/** What an upload is for. */
export type Purpose = 'post' | 'avatar'

/** One size of a picture, as it is stored. */
export interface Size {
  bytes: Uint8Array
  mimeType: 'image/jpeg' | 'image/webp'
  extension: 'jpg' | 'webp'
  width: number
  height: number
}

export interface Picture {
  display: Size
  thumbnail: Size | null
  thumbhash: string
}

let ready: Promise<void> | undefined

/** Loads ImageMagick once for all calls of this worker. */
export function loadMagick(): Promise<void> {
  ready ??= (async () => {
    const file = new URL(import.meta.resolve('npm:@imagemagick/magick-wasm@0.0.43/magick.wasm'))
    await initializeImageMagick(await Deno.readFile(file))
  })()
  return ready
}

/**
 * Decodes by the one decoder its bytes were checked for, turns it upright, and makes the sizes that
 * are stored, which hold pixels and nothing else.
 */
export async function makePicture(inspected: Inspected, purpose: Purpose): Promise<Picture> {
  await loadMagick()
  const { kind, width, height, picture } = inspected
  const settings = new MagickReadSettings({ format: FORMATS[kind], frameIndex: 0, frameCount: 1 })
  if (Math.max(width, height) >= 2 * DECODED) {
    settings.setDefine(MagickFormat.Jpeg, 'size', `${DECODED}x${DECODED}`)
  }
  const image = MagickImage.create()
  try {
    let isDamaged = false
    // Where data is missing a decoder goes on with grey, and only warns.
    image.onWarning = ({ error }) => {
      isDamaged ||= error.severity === MagickErrorSeverity.CorruptImageWarning
    }
    try {
      image.read(picture, settings)
    } catch {
      isDamaged = true
    }
    if (isDamaged) throw new Refusal('file_damaged')
    return sizes(image, purpose)
  } finally {
    image.dispose()
  }
}

function sizes(image: IMagickImage, purpose: Purpose): Picture {
  image.autoOrient()
  if (purpose === 'avatar') square(image)
  else shrink(image, DISPLAY)
  // After the resize: of fewer pixels.
  if (image.getColorProfile()) image.transformColorSpace(new ColorProfile(srgbProfile()))
  if (image.colorSpace !== ColorSpace.sRGB) image.colorSpace = ColorSpace.sRGB
  image.strip()
  if (purpose === 'avatar' && image.hasAlpha) {
    image.backgroundColor = MagickColors.White
    image.alpha(AlphaAction.Remove)
  }
  const isTransparent = image.hasAlpha && !image.isOpaque
  const display = encode(image, isTransparent)
  if (purpose === 'avatar') return { display, thumbnail: null, thumbhash: hash(image) }
  shrink(image, THUMBNAIL)
  return { display, thumbnail: encode(image, isTransparent), thumbhash: hash(image) }
}

function shrink(image: IMagickImage, edge: number): void {
  const scale = edge / Math.max(image.width, image.height)
  if (scale >= 1) return
  const [width, height] = [image.width, image.height].map((n) => Math.max(1, Math.round(n * scale)))
  image.resize(new MagickGeometry(`${width}x${height}!`), FilterType.Triangle)
}

function square(image: IMagickImage): void {
  const edge = Math.min(image.width, image.height)
  image.crop(edge, edge, Gravity.Center)
  image.resetPage()
  shrink(image, AVATAR)
}

function encode(image: IMagickImage, isTransparent: boolean): Size {
  const format = isTransparent ? MagickFormat.WebP : MagickFormat.Jpeg
  image.quality = isTransparent ? 80 : 82
  image.settings.setDefine(MagickFormat.WebP, 'method', 2)
  const bytes = image.write(format, (data) => data.slice())
  return {
    bytes,
    mimeType: isTransparent ? 'image/webp' : 'image/jpeg',
    extension: isTransparent ? 'webp' : 'jpg',
    width: image.width,
    height: image.height,
  }
}

function hash(image: IMagickImage): string {
  shrink(image, 100)
  const { width, height } = image
  const rgba = image.write(MagickFormat.Rgba, (data) => data.slice())
  return btoa(String.fromCharCode(...rgbaToThumbHash(width, height, rgba)))
}
