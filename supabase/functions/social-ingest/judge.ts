import { CodecUnavailable } from './codecs.ts'
import { type Inspected, inspect } from './inspect.ts'
import { makePicture, type Picture, type Purpose } from './picture.ts'
import { Refusal } from './refusal.ts'
import { UnreadableFile } from './source.ts'
import { makeTile } from './tile.ts'

/**
 * Calls a function that does nothing but read and understand a file. If the function fails in a way
 * that nobody foresaw, the file is refused: the same file would fail again at every retry.
 */
export async function judge<T>(understand: () => Promise<T>): Promise<T> {
  try {
    return await understand()
  } catch (error) {
    const causes = [Refusal, UnreadableFile, CodecUnavailable]
    if (causes.some((cause) => error instanceof cause)) throw error
    console.error('social-ingest: a file is refused, because it causes this error:', error)
    throw new Refusal('file_damaged')
  }
}

/** Checks a picture and creates its sizes. */
export async function judgePicture(bytes: Uint8Array, purpose: Purpose): Promise<Picture> {
  const inspected = await judge(async () => inspect(bytes))
  try {
    return await judge(() => makePicture(inspected, purpose))
  } catch (error) {
    if (error instanceof CodecUnavailable) throw error
    // A decoder that an earlier file has broken is no fault of this file.
    if (!(await isDecoding(inspected)))
      throw new Error('The decoder does not work.', { cause: error })
    throw error
  }
}

/** A WebP of one transparent pixel. */
const WEBP = 'UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=='

/**
 * Returns whether good pictures can be decoded and encoded as a picture of this kind is. The decoder
 * of HEIC begins anew after each error, and ImageMagick checks itself, so neither is tried here.
 */
async function isDecoding({ kind }: Inspected): Promise<boolean> {
  const jpeg = makeTile('', { width: 16, height: 9 }).bytes
  const webp = Uint8Array.from(atob(WEBP), (sign) => sign.charCodeAt(0))
  try {
    for (const good of kind === 'jpeg' ? [jpeg] : [jpeg, webp])
      await makePicture(inspect(good), 'post')
    return true
  } catch {
    return false
  }
}
