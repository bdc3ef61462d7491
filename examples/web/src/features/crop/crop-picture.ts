/** A part of a picture, in its own pixels. */
export interface Area {
  x: number
  y: number
  width: number
  height: number
}

/** Cuts a part out of a picture. */
export async function cropPicture(file: Blob, area: Area): Promise<Blob> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const canvas = document.createElement('canvas')
  canvas.width = area.width
  canvas.height = area.height
  const { x, y, width, height } = area
  canvas.getContext('2d')?.drawImage(bitmap, x, y, width, height, 0, 0, width, height)
  bitmap.close()
  // JPEG has no transparency, so that every other picture becomes WebP.
  const type = file.type === 'image/jpeg' ? 'image/jpeg' : 'image/webp'
  return new Promise((resolve, reject) => {
    const done = (blob: Blob | null) => (blob ? resolve(blob) : reject(new Error('No picture')))
    canvas.toBlob(done, type, 0.92)
  })
}
