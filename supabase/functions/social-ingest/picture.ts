import { rgbaToThumbHash } from 'npm:thumbhash@0.1.1'
import { encodeAnimation } from './animation.ts'
import { CodecUnavailable, loadJpegEncoder, loadWebpEncoder } from './codecs.ts'
import { type Decoded, decode } from './decode.ts'
import { encodeJpeg, encodeWebp } from './encode.ts'
import type { Inspected } from './inspect.ts'
import { animationSize, canHaveMedium } from './limits.ts'
import {
  type Extent,
  fitted,
  flatten,
  isTransparent,
  type Pixels,
  reduce,
  square,
  turn,
  withAlpha,
} from './pixels.ts'
import { convert } from './profile.ts'
import { Refusal } from './refusal.ts'

/** The length of the longer side of each stored size, in pixels. */
const DISPLAY = 2048
const MEDIUM = 1080
const THUMBNAIL = 480
const AVATAR = 512
const HASHED = 64

/** What a picture is for. A poster becomes the thumbnail of a video. */
export type Purpose = 'post' | 'avatar' | 'poster'

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
  /** Only for a still picture of a post that is larger. */
  medium: Size | null
  thumbnail: Size | null
  thumbhash: string
  /** Whether only the first frame of an animation is stored. */
  isAnimationDropped: boolean
}

/**
 * Decodes a picture, rotates it upright, and creates the sizes to store. Uses only the decoder for
 * the type that `inspect` found. The stored sizes contain pixels and no metadata.
 */
export async function makePicture(inspected: Inspected, purpose: Purpose): Promise<Picture> {
  const decoded = await decode(inspected, sizeFor(inspected, purpose)).catch((error) => {
    throw refusalOf(error)
  })
  if (!decoded) throw new Refusal('file_damaged')
  // If a later frame cannot be read, the first one is stored.
  const moving =
    purpose === 'post' ? await move(decoded).catch((error) => refusalOf(error) && null) : null
  if (moving) return { ...moving, isAnimationDropped: false }
  const isAnimationDropped = inspected.isAnimated
  const pixels = await finish(decoded)
  if (purpose === 'post') {
    return { ...(await sizes(pixels, canHaveMedium(inspected))), isAnimationDropped }
  }
  const only = purpose === 'avatar' ? faceOf(pixels) : pixels
  const display = await still(only)
  return { display, medium: null, thumbnail: null, thumbhash: hash(only), isAnimationDropped }
}

/** Returns the size to which a picture is reduced while it is decoded. */
function sizeFor(extent: Extent, purpose: Purpose): Extent {
  return {
    post: () => fitted(extent, DISPLAY),
    avatar: () => avatarSize(extent),
    poster: () => fitted(extent, THUMBNAIL),
  }[purpose]()
}

function faceOf(pixels: Pixels): Pixels {
  const face = flatten(square(pixels))
  return reduce(face, fitted(face, AVATAR))
}

/** Returns the refusal of a picture at which a decoder has failed. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof CodecUnavailable) throw error
  if (error instanceof Refusal) return error
  console.warn('social-ingest:', error)
  return new Refusal('file_damaged')
}

/** Returns the size whose shorter side is that of a profile picture. */
function avatarSize({ width, height }: Extent): Extent {
  return fitted({ width, height }, (AVATAR * Math.max(width, height)) / Math.min(width, height))
}

/** Turns decoded pixels upright and converts them to sRGB. */
async function finish({ pixels, orientation, icc, conversion }: Decoded): Promise<Pixels> {
  const upright = turn(pixels, orientation)
  if (conversion === 'table') {
    const { convertByTable } = await import('./magick.ts')
    return await convertByTable(upright, icc as Uint8Array)
  }
  if (conversion) convert(upright, conversion)
  return upright
}

async function sizes(
  pixels: Pixels,
  hasMedium: boolean,
): Promise<Omit<Picture, 'isAnimationDropped'>> {
  const display = await still(pixels)
  const middle = hasMedium ? reduce(pixels, fitted(pixels, MEDIUM)) : pixels
  const medium = middle === pixels ? null : await still(middle)
  const small = reduce(middle, fitted(middle, THUMBNAIL))
  return { display, medium, thumbnail: await still(small), thumbhash: hash(small) }
}

/** Stores an animation, if the limits allow it. */
async function move({ animation, orientation, conversion }: Decoded) {
  const size = animation && animationSize(animation)
  if (!size) return null
  const encoded = await encodeAnimation(await loadWebpEncoder(), animation, size, (pixels) => {
    const upright = turn(pixels, orientation)
    if (conversion && conversion !== 'table') convert(upright, conversion)
    return upright
  })
  if (!encoded || encoded.frameCount < 2) return null
  const { first, file } = encoded
  const { thumbnail, thumbhash } = await sizes(first, false)
  const { width, height } = first
  const display: Size = { bytes: file, mimeType: 'image/webp', extension: 'webp', width, height }
  return { display, medium: null, thumbnail, thumbhash }
}

/** Encodes a still picture: as WebP if it is transparent, otherwise as JPEG. */
async function still(pixels: Pixels): Promise<Size> {
  const { width, height } = pixels
  if (isTransparent(pixels)) {
    const bytes = encodeWebp(await loadWebpEncoder(), pixels)
    return { bytes, mimeType: 'image/webp', extension: 'webp', width, height }
  }
  const bytes = encodeJpeg(await loadJpegEncoder(), flatten(pixels))
  return { bytes, mimeType: 'image/jpeg', extension: 'jpg', width, height }
}

function hash(pixels: Pixels): string {
  const { width, height, data } = withAlpha(reduce(pixels, fitted(pixels, HASHED)))
  return btoa(String.fromCharCode(...rgbaToThumbHash(width, height, data)))
}
