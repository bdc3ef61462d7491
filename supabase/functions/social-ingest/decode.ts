import type { Animation } from './animation.ts'
import { Canvas, type Frame } from './canvas.ts'
import { createWebpDecoder, hevcDecoder, jpegDecoderModule } from './codecs.ts'
import { decodeGifFrame, readGif } from './gif-pixels.ts'
import { decodeHeic } from './heic.ts'
import type { Inspected } from './inspect.ts'
import { decodeJpeg, jpegHead } from './jpeg-pixels.ts'
import { type Extent, type Pixels, reduce, reduceStill } from './pixels.ts'
import { decodePng, framesOfPng, readPng } from './png-pixels.ts'
import { type Conversion, readProfile } from './profile.ts'
import { decodeWebp, framesOfWebp, readWebp } from './webp-pixels.ts'

/** A decoded picture: not yet upright, and in the colors of its profile. */
export interface Decoded {
  pixels: Pixels
  /** The orientation of EXIF. */
  orientation: number
  icc: Uint8Array | null
  conversion: Conversion | 'table' | null
  animation: Animation | null
}

/**
 * Decodes a picture and reduces it to this size, or to a little less if that is much faster. Passes
 * over damage as browsers do. Returns null if nothing can be decoded.
 */
export async function decode(
  { kind, width, height, picture, isAnimated }: Inspected,
  size: Extent,
): Promise<Decoded | null> {
  const extent = { width, height }
  switch (kind) {
    case 'jpeg':
      return await fromJpeg(picture, extent, size)
    case 'png':
      return await fromPng(picture, isAnimated, size)
    case 'webp':
      return await fromWebp(picture, isAnimated, extent, size)
    case 'gif':
      return fromGif(picture, isAnimated, extent, size)
    case 'heic':
      return await fromHeic(picture, size)
    case 'avif':
      return await fromAvif(picture, size)
  }
}

/** Returns how many eighths of its size a JPEG is decoded at. */
function eighthsOf(extent: Extent, size: Extent): number {
  const ratio = Math.max(size.width / extent.width, size.height / extent.height)
  for (let eighths = 1; eighths < 8; eighths++) {
    // Halves are decoded fastest, and four fifths of the largest size are sharp enough.
    const enough = [1, 2, 4].includes(eighths) ? 0.78 : 1
    if (eighths / 8 >= ratio * enough) return eighths
  }
  return 8
}

async function fromJpeg(
  picture: Uint8Array,
  extent: Extent,
  size: Extent,
): Promise<Decoded | null> {
  const { components, orientation, icc } = jpegHead(picture)
  const eighths = eighthsOf(extent, size)
  const decoded =
    components === 4
      ? await decodeInks(picture, extent, eighths)
      : decodeJpeg(await jpegDecoderModule(), picture, extent, eighths)
  if (!decoded) return null
  const pixels = reduce(decoded, smaller(decoded, size))
  const conversion = icc && components !== 4 ? readProfile(icc) : null
  return { pixels, orientation, icc, conversion, animation: null }
}

function smaller(one: Extent, other: Extent): Extent {
  return {
    width: Math.min(one.width, other.width),
    height: Math.min(one.height, other.height),
  }
}

async function decodeInks(picture: Uint8Array, { width, height }: Extent, eighths: number) {
  const magick = await import('./magick.ts')
  const least = { width: (width * eighths) / 8, height: (height * eighths) / 8 }
  return await magick.decodeInks(picture, least)
}

async function fromPng(
  picture: Uint8Array,
  isAnimated: boolean,
  size: Extent,
): Promise<Decoded | null> {
  const png = readPng(picture)
  const { icc, orientation, loops } = png
  const conversion = icc ? readProfile(icc) : png.conversion
  const pixels = await decodePng(png, size)
  if (!pixels) return null
  const animation = isAnimated && {
    ...{ canvas: png.format, frames: framesOfPng(png), extents: png.frames, loops },
  }
  return { pixels, orientation, icc, conversion, animation: animation || null }
}

async function fromWebp(
  picture: Uint8Array,
  isAnimated: boolean,
  canvas: Extent,
  size: Extent,
): Promise<Decoded | null> {
  const decoder = await createWebpDecoder()
  const webp = readWebp(picture)
  const { icc, orientation, loops } = webp
  const frames = () => framesOfWebp(decoder, webp, canvas)
  const hasFrames = webp.frames.length > 0
  const pixels = hasFrames ? firstOf(frames(), canvas) : decodeWebp(decoder, webp.still)
  if (!pixels) return null
  const animation = isAnimated ? { canvas, frames: frames(), extents: webp.frames, loops } : null
  const conversion = icc ? readProfile(icc) : null
  const reduced = reduceStill(pixels, smaller(pixels, size))
  return { pixels: reduced, orientation, icc, conversion, animation }
}

function fromGif(
  picture: Uint8Array,
  isAnimated: boolean,
  canvas: Extent,
  size: Extent,
): Decoded | null {
  const gif = readGif(picture)
  const frames = function* () {
    for (const frame of gif.frames) yield decodeGifFrame(picture, frame)
  }
  const pixels = firstOf(frames(), canvas)
  if (!pixels) return null
  const animation = isAnimated
    ? { canvas, frames: frames(), extents: gif.frames, loops: gif.loops }
    : null
  return {
    pixels: reduceStill(pixels, size),
    orientation: 1,
    icc: null,
    conversion: null,
    animation,
  }
}

async function fromHeic(picture: Uint8Array, size: Extent): Promise<Decoded> {
  const { pixels, icc, conversion } = await decodeHeic(hevcDecoder, picture, size)
  const reduced = reduceStill(pixels, smaller(pixels, size))
  return { pixels: reduced, orientation: 1, icc, conversion, animation: null }
}

async function fromAvif(picture: Uint8Array, size: Extent): Promise<Decoded | null> {
  const magick = await import('./magick.ts')
  const decoded = await magick.decodeAvif(picture)
  if (!decoded) return null
  const pixels = reduceStill(decoded, smaller(decoded, size))
  return { pixels, orientation: 1, icc: null, conversion: null, animation: null }
}

/** Draws the first frame on the canvas. */
function firstOf(frames: Generator<Frame>, extent: Extent): Pixels | null {
  const { value } = frames.next()
  if (!value) return null
  const canvas = new Canvas(extent)
  canvas.draw(value)
  return canvas.pixels
}
