import type { FileKind } from './file-kind.ts'
import { isAnimated, withoutExif } from './picture-file.ts'

/**
 * The size of stored pictures in pixels: the longer side of a picture in a post, and the shorter
 * side of an avatar.
 */
const EDGE = { post: 2048, avatar: 512 }
/**
 * The server encodes a JPEG again, at quality 82. A JPEG of quality 75 leaves this closer to the
 * original than one of quality 90, which rounds to other values, and has 60 % of its bytes.
 */
const QUALITY = { 'image/jpeg': 0.75, 'image/webp': 0.9 }
/** A picture with more bytes than this, in all and for each pixel, is encoded again. */
const HEAVY = { bytes: 400_000, perPixel: 0.5 }
/** The kinds of pictures that every server can decode. */
const READABLE: (FileKind | undefined)[] = ['jpeg', 'png', 'webp', 'gif']

/** Whether pictures can be drawn here. That is so in browsers and in their workers. */
export const canDraw = () =>
  typeof createImageBitmap !== 'undefined' && typeof OffscreenCanvas !== 'undefined'

/**
 * In browsers, scales a picture down to its stored size, turns it upright, and encodes it again if
 * it has many bytes. If only the browser can read the kind of picture, for example HEIC in Safari,
 * converts the picture to JPEG or WebP. Returns undefined if the file is to be uploaded as it is:
 * an animation, a picture that is small already, and a file that the browser cannot read.
 */
export async function downscale(
  file: Blob,
  kind: FileKind | undefined,
  purpose: 'post' | 'avatar',
): Promise<Blob | undefined> {
  if (!canDraw()) return undefined
  try {
    const picture = await read(file, kind)
    if (!picture) return undefined
    const { bitmap, orientation } = picture
    const isTurned = orientation > 4
    const side = purpose === 'avatar' ? Math.min : Math.max
    const scale = Math.min(1, EDGE[purpose] / side(bitmap.width, bitmap.height))
    const isHeavy =
      file.size > HEAVY.bytes && file.size > HEAVY.perPixel * bitmap.width * bitmap.height
    if (scale === 1 && READABLE.includes(kind) && !isHeavy) return undefined
    const [across, down] = [bitmap.width, bitmap.height].map((size) =>
      Math.max(1, Math.round(size * scale)),
    ) as [number, number]
    const [width, height] = isTurned ? [down, across] : [across, down]
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d')
    if (!context) return undefined
    // With a lower quality, the browser skips pixels and distorts fine patterns.
    context.imageSmoothingQuality = 'high'
    context.setTransform(...turn(orientation, width, height))
    context.drawImage(bitmap, 0, 0, across, down)
    bitmap.close()
    // JPEG and HEIC pictures become JPEG. All other pictures become WebP, because they can be
    // transparent, and JPEG has no transparency.
    const type = kind === 'jpeg' || kind === 'heic' ? 'image/jpeg' : 'image/webp'
    const drawn = await canvas.convertToBlob({ type, quality: QUALITY[type] })
    return scale === 1 && READABLE.includes(kind) && drawn.size >= file.size ? undefined : drawn
  } catch {
    return undefined
  }
}

/** Decodes a still picture. */
async function read(
  file: Blob,
  kind: FileKind | undefined,
): Promise<{ bitmap: ImageBitmap; orientation: number } | undefined> {
  if (kind === undefined || kind === 'jpeg' || kind === 'heic' || kind === 'avif')
    return { bitmap: await decode(file), orientation: 1 }
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (isAnimated(kind, bytes)) return undefined
  const plain = withoutExif(kind, bytes)
  const bitmap = await decode(new Blob([plain.bytes], { type: file.type }))
  return { bitmap, orientation: plain.orientation }
}

function decode(file: Blob): Promise<ImageBitmap> {
  return createImageBitmap(file, { imageOrientation: 'from-image' })
}

/** Returns the transformation that turns a picture with this EXIF orientation upright. */
function turn(orientation: number, width: number, height: number): Turn {
  const turns: Turn[] = [
    [1, 0, 0, 1, 0, 0],
    [-1, 0, 0, 1, width, 0],
    [-1, 0, 0, -1, width, height],
    [1, 0, 0, -1, 0, height],
    [0, 1, 1, 0, 0, 0],
    [0, 1, -1, 0, width, 0],
    [0, -1, -1, 0, width, height],
    [0, -1, 1, 0, 0, height],
  ]
  return turns[orientation - 1] as Turn
}

type Turn = [number, number, number, number, number, number]
