import {
  ColorProfile,
  ColorSpace,
  type IMagickImage,
  initializeImageMagick,
  MagickFormat,
  MagickImage,
  MagickReadSettings,
} from 'npm:@imagemagick/magick-wasm@0.0.43'
import { CodecUnavailable, once } from './codecs.ts'
import type { Extent, Pixels } from './pixels.ts'
import { srgbProfile } from './srgb.ts'

/**
 * ImageMagick converts what the other decoders do not: the inks of a printer, AVIF, and profiles
 * with a table of colors. It needs 65 MB of memory and 0.4 s to start, so only such pictures load it.
 */
const loadMagick = once(async () => {
  const file = new URL(import.meta.resolve('npm:@imagemagick/magick-wasm@0.0.43/magick.wasm'))
  await initializeImageMagick(await Deno.readFile(file))
})

/** Decodes a JPEG of four inks as sRGB. Returns null if it cannot be decoded. */
export async function decodeInks(jpeg: Uint8Array, least: Extent): Promise<Pixels | null> {
  await loadMagick()
  const settings = new MagickReadSettings({ format: MagickFormat.Jpeg })
  settings.setDefine(MagickFormat.Jpeg, 'size', `${least.width}x${least.height}`)
  const image = MagickImage.create()
  try {
    image.onWarning = () => {} // Damaged rows are grey.
    image.read(jpeg, settings)
    return toSrgb(image)
  } catch {
    return nullIfWorking()
  } finally {
    image.dispose()
  }
}

/** Decodes the first picture of an AVIF as sRGB, upright. Returns null if it cannot be decoded. */
export async function decodeAvif(avif: Uint8Array): Promise<Pixels | null> {
  await loadMagick()
  const format = MagickFormat.Avif
  const image = MagickImage.create()
  try {
    image.read(avif, new MagickReadSettings({ format, frameIndex: 0, frameCount: 1 }))
    return toSrgb(image)
  } catch {
    return nullIfWorking()
  } finally {
    image.dispose()
  }
}

/** Converts pixels with this profile to sRGB. Returns them unchanged if the profile is damaged. */
export async function convertByTable(pixels: Pixels, icc: Uint8Array): Promise<Pixels> {
  await loadMagick()
  const { width, height, channels } = pixels
  const format = channels === 4 ? MagickFormat.Rgba : MagickFormat.Rgb
  const image = MagickImage.create()
  try {
    image.read(pixels.data, new MagickReadSettings({ format, width, height, depth: 8 }))
    image.setProfile(new ColorProfile(icc))
    return toSrgb(image)
  } catch {
    return pixels
  } finally {
    image.dispose()
  }
}

/**
 * Returns null if the picture is to blame for an error. An earlier picture may have broken
 * ImageMagick, which then cannot read a single pixel either.
 */
function nullIfWorking(): null {
  const format = MagickFormat.Rgb
  const image = MagickImage.create()
  try {
    const settings = new MagickReadSettings({ format, width: 1, height: 1, depth: 8 })
    image.read(new Uint8Array(3), settings)
    return null
  } catch (cause) {
    throw new CodecUnavailable('ImageMagick does not work.', { cause })
  } finally {
    image.dispose()
  }
}

function toSrgb(image: IMagickImage): Pixels {
  try {
    if (image.getColorProfile()) image.transformColorSpace(new ColorProfile(srgbProfile()))
  } catch {
    // Browsers ignore a profile that is damaged or of another color space, too.
  }
  if (image.colorSpace !== ColorSpace.sRGB) image.colorSpace = ColorSpace.sRGB
  const { width, height } = image
  const channels = image.hasAlpha ? 4 : 3
  const format = channels === 4 ? MagickFormat.Rgba : MagickFormat.Rgb
  image.depth = 8
  return { width, height, channels, data: image.write(format, (data) => data.slice()) }
}
