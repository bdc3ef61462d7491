/** No more is shown, or stored, of the longer side. */
const EDGE = { post: 2048, avatar: 1024 }
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
    const scale = Math.min(1, EDGE[purpose] / Math.max(bitmap.width, bitmap.height))
    if (scale === 1 && READABLE.includes(file.type)) return file
    const [width, height] = [bitmap.width, bitmap.height].map((size) =>
      Math.max(1, Math.round(size * scale)),
    ) as [number, number]
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d')
    if (!context) return file
    context.drawImage(bitmap, 0, 0, width, height)
    bitmap.close()
    const type = /png|webp|gif/.test(file.type) ? 'image/webp' : 'image/jpeg'
    return await canvas.convertToBlob({ type, quality: 0.9 })
  } catch {
    return file
  }
}
