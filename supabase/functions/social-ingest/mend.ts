import type { Inspected } from './inspect.ts'
import { mendGif } from './mend-gif.ts'
import { mendPng } from './mend-png.ts'

/**
 * Restores a PNG or GIF that the decoder refuses, for example because it ends early. Browsers show
 * the rows up to the damage. Returns a new PNG with these rows, or null if there are none. The
 * decoders of JPEG and WebP do the same as those of browsers, so these files need no repair.
 */
export async function mend(inspected: Inspected): Promise<Inspected | null> {
  const { kind, picture } = inspected
  if (kind !== 'png' && kind !== 'gif') return null
  const mended = kind === 'png' ? await mendPng(picture) : mendGif(inspected)
  return mended && { ...inspected, kind: 'png', isAnimated: false, picture: mended }
}
