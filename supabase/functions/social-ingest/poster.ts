import { openFile, putFile, type Storage } from './files.ts'
import { judgePicture } from './judge.ts'
import { Refusal } from './refusal.ts'
import { Source } from './source.ts'
import { makeTile } from './tile.ts'
import type { Upload } from './upload.ts'

interface Image {
  bytes: Uint8Array
  mimeType: string
  name: string
  thumbhash: string
}

/**
 * Stores the thumbnail of a video: the poster that was uploaded with the video, or else a tile. The
 * two have different names, because concurrent calls may store one each.
 */
export async function storePoster(
  storage: Storage,
  upload: Upload,
  video: { width: number; height: number },
): Promise<Pick<Upload, 'thumbnail_path' | 'thumbhash'>> {
  const image = (await readPoster(storage, upload)) ?? tileOf(upload, video)
  const thumbnail_path = `${upload.owner_id}/${upload.id}/${image.name}`
  await putFile(storage, 'social-media', thumbnail_path, image.bytes, image.mimeType)
  return { thumbnail_path, thumbhash: image.thumbhash }
}

/** Returns undefined if the poster is missing or refused. The video is stored all the same. */
async function readPoster(storage: Storage, upload: Upload): Promise<Image | undefined> {
  if (!upload.poster_path) return undefined
  const raw = await openFile(storage, 'social-uploads', upload.poster_path)
  if (!raw) return undefined
  const source = new Source(raw)
  try {
    const bytes = await source.take(upload.image_bytes + 1)
    if (bytes.length > upload.image_bytes) return undefined
    const { display, thumbhash } = await judgePicture(bytes, 'poster')
    return { ...display, name: `thumbnail.${display.extension}`, thumbhash }
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  } finally {
    await source.close()
  }
}

function tileOf(upload: Upload, video: { width: number; height: number }): Image {
  return { ...makeTile(upload.id, video), mimeType: 'image/jpeg', name: 'tile.jpg' }
}
