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

/** The length of the longer side of each stored size, in pixels. */
const DISPLAY = 2048
const THUMBNAIL = 480
const AVATAR = 512
/**
 * The JPEG decoder may reduce a large picture while it decodes, but not below this size in pixels.
 * For example, it decodes a picture of 12 megapixels at half size.
 */
const MIN_DECODED = 1600

const FORMATS = {
  jpeg: MagickFormat.Jpeg,
  png: MagickFormat.Png,
  webp: MagickFormat.WebP,
  gif: MagickFormat.Gif,
}

/** The purpose of an upload. */
export type Purpose = 'post' | 'avatar'

/** One stored size of a picture. */
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
  /** Whether only the first frame of an animation is left. */
  isAnimationDropped: boolean
}

let ready: Promise<void> | undefined

/** Loads ImageMagick once for all calls of this process. */
export function loadMagick(): Promise<void> {
  ready ??= (async () => {
    const file = new URL(import.meta.resolve('npm:@imagemagick/magick-wasm@0.0.43/magick.wasm'))
    await initializeImageMagick(await Deno.readFile(file))
  })()
  return ready
}

/**
 * Decodes a picture, rotates it upright, and creates the sizes to store. Uses only the decoder for
 * the type that `inspect` found. The stored sizes contain pixels and no metadata.
 */
export async function makePicture(inspected: Inspected, purpose: Purpose): Promise<Picture> {
  await loadMagick()
  const { kind, width, height, picture } = inspected
  const settings = new MagickReadSettings({ format: FORMATS[kind], frameIndex: 0, frameCount: 1 })
  if (Math.max(width, height) >= 2 * MIN_DECODED) {
    settings.setDefine(MagickFormat.Jpeg, 'size', `${MIN_DECODED}x${MIN_DECODED}`)
  }
  const image = MagickImage.create()
  try {
    let isDamaged = false
    // If data is missing, decoders fill the picture with grey and only report a warning.
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
  // Convert the colors after the resize, because the conversion processes every pixel.
  if (image.getColorProfile()) image.transformColorSpace(new ColorProfile(srgbProfile()))
  if (image.colorSpace !== ColorSpace.sRGB) image.colorSpace = ColorSpace.sRGB
  image.strip()
  if (purpose === 'avatar' && image.hasAlpha) {
    image.backgroundColor = MagickColors.White
    image.alpha(AlphaAction.Remove)
  }
  const isTransparent = image.hasAlpha && !image.isOpaque
  const display = encode(image, isTransparent)
  const isAnimationDropped = false
  if (purpose === 'avatar')
    return { display, thumbnail: null, thumbhash: hash(image), isAnimationDropped }
  shrink(image, THUMBNAIL)
  const thumbnail = encode(image, isTransparent)
  return { display, thumbnail, thumbhash: hash(image), isAnimationDropped }
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
