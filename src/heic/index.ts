import { isHeif } from '../../supabase/functions/social-ingest/heif-brands.ts'

/**
 * Converts a HEIC to a JPEG of at most 2048 pixels, or to WebP if it is transparent. Browsers other
 * than Safari cannot show HEIC, so that they send it as it is, and the server accepts only up to 12
 * megapixels. This function decodes larger pictures too. Returns every other file unchanged, and
 * also a HEIC that it cannot read.
 *
 * Loads the package `libheif-js` with the first HEIC. Install it beside `supabase-social`.
 * @example
 * import { convertHeic } from 'supabase-social/heic'
 * const { data: photo } = await social.media.upload(await convertHeic(file))
 */
export async function convertHeic(file: Blob): Promise<Blob> {
  if (typeof OffscreenCanvas === 'undefined') return file
  const head = new Uint8Array(await file.slice(0, 12).arrayBuffer())
  if (!isHeif(head)) return file
  if (await canShow(file)) return file
  try {
    const { toJpeg } = await import('./convert.ts')
    return await toJpeg(new Uint8Array(await file.arrayBuffer()))
  } catch {
    return file
  }
}

async function canShow(file: Blob): Promise<boolean> {
  try {
    const bitmap = await createImageBitmap(file)
    bitmap.close()
    return true
  } catch {
    return false
  }
}
