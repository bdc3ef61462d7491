/** No more is stored of the longer side of a picture in a post, and of the shorter one of an avatar. */
const EDGE = { post: 2048, avatar: 512 }
/** What the project decodes itself, however large: smaller files go as they are. */
const READABLE = ['image/jpeg', 'image/png', 'image/webp', 'image/gif']

/**
 * In a browser, a picture that is larger than what is stored of it, made smaller before it is sent: it
 * also turns into JPEG or WebP what the browser can read and the project cannot, HEIC on a Mac say.
 * Anywhere else, and where it cannot be read, the file as it is.
 */
export async function downscale(file: Blob, purpose: 'post' | 'avatar'): Promise<Blob> {
  if (typeof createImageBitmap === 'undefined' || typeof OffscreenCanvas === 'undefined')
    return file
  // Of a GIF the first frame is kept in any case; a video is no picture.
  if (!file.type.startsWith('image/') || file.type === 'image/svg+xml') return file
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const side = purpose === 'avatar' ? Math.min : Math.max
    const scale = Math.min(1, EDGE[purpose] / side(bitmap.width, bitmap.height))
    if (scale === 1 && READABLE.includes(file.type)) return file
    const [width, height] = [bitmap.width, bitmap.height].map((size) =>
      Math.max(1, Math.round(size * scale)),
    ) as [number, number]
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d')
    if (!context) return file
    // Below this quality most pixels are left out, and fine patterns turn into moiré.
    context.imageSmoothingQuality = 'high'
    context.drawImage(bitmap, 0, 0, width, height)
    bitmap.close()
    // All but photographs may be transparent.
    const type = /jpe?g|hei[cf]/.test(file.type) ? 'image/jpeg' : 'image/webp'
    return await canvas.convertToBlob({ type, quality: 0.9 })
  } catch {
    return file
  }
}
