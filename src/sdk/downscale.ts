/**
 * The size of stored pictures in pixels: the longer side of a picture in a post, and the shorter
 * side of an avatar.
 */
const EDGE = { post: 2048, avatar: 512 }
/** The image types that the edge function can decode. */
const READABLE = ['image/jpeg', 'image/png', 'image/webp', 'image/gif']

/**
 * In browsers, scales a picture down to its stored size before the upload. If only the browser can
 * read the image type, for example HEIC in Safari, converts the picture to JPEG or WebP. Outside of
 * browsers, returns the file unchanged. A file that the browser cannot read also stays unchanged.
 */
export async function downscale(file: Blob, purpose: 'post' | 'avatar'): Promise<Blob> {
  if (typeof createImageBitmap === 'undefined' || typeof OffscreenCanvas === 'undefined')
    return file
  // Videos are not scaled. SVG files are not converted, so that the upload rejects them.
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
    // With a lower quality, the browser skips pixels and distorts fine patterns.
    context.imageSmoothingQuality = 'high'
    context.drawImage(bitmap, 0, 0, width, height)
    bitmap.close()
    // JPEG and HEIC pictures become JPEG. All other pictures become WebP, because they can be
    // transparent, and JPEG has no transparency.
    const type = /jpe?g|hei[cf]/.test(file.type) ? 'image/jpeg' : 'image/webp'
    return await canvas.convertToBlob({ type, quality: 0.9 })
  } catch {
    return file
  }
}
