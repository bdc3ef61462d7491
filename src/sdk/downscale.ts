/**
 * The size of stored pictures in pixels: the longer side of a picture in a post, and the shorter
 * side of an avatar.
 */
const EDGE = { post: 2048, avatar: 512 }
/** The image types that the edge function can decode. */
const READABLE = ['image/jpeg', 'image/png', 'image/webp', 'image/gif']

/**
 * In browsers, scales a picture down to its stored size before the upload. Also converts image
 * types that the browser can read but the edge function cannot (HEIC in Safari) to JPEG or WebP.
 * Returns the file unchanged if the browser cannot read it, and outside of browsers.
 */
export async function downscale(file: Blob, purpose: 'post' | 'avatar'): Promise<Blob> {
  if (typeof createImageBitmap === 'undefined' || typeof OffscreenCanvas === 'undefined')
    return file
  // Videos are not scaled. SVG files stay unchanged, because the upload must reject them.
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
    // With lower smoothing, the browser skips pixels and turns fine patterns into moiré.
    context.imageSmoothingQuality = 'high'
    context.drawImage(bitmap, 0, 0, width, height)
    bitmap.close()
    // Only JPEG and HEIC pictures become JPEG. Other pictures can be transparent, which JPEG cannot
    // store.
    const type = /jpe?g|hei[cf]/.test(file.type) ? 'image/jpeg' : 'image/webp'
    return await canvas.convertToBlob({ type, quality: 0.9 })
  } catch {
    return file
  }
}
