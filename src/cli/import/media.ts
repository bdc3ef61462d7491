import { createHash } from 'node:crypto'
import type { Archive, Item } from './archive.ts'
import type { Ingested, Project } from './project.ts'

/**
 * Uploads the media of an exported post. Returns the id and the alternative text of each accepted
 * file, and leaves out missing and rejected files. The edge function checks the files like any
 * other upload, because an archive is untrusted input.
 */
export async function importMedia(
  project: Project,
  profileId: string,
  archive: Archive,
  media: Item[],
): Promise<Item[]> {
  const imported: Item[] = []
  for (const { file, poster, mime_type, alt_text } of media) {
    const raw = await read(archive, String(file), String(mime_type))
    if (!raw) continue
    const still = typeof poster === 'string' ? await read(archive, poster, POSTER) : undefined
    const id = await upload(project, profileId, 'post', raw, still)
    if (id) imported.push({ id, alt_text })
  }
  return imported
}

/**
 * Uploads the avatar of an export. Returns the id of the upload, or undefined if the upload failed.
 */
export async function importAvatar(
  project: Project,
  profileId: string,
  archive: Archive,
  file: string,
): Promise<string | undefined> {
  const raw = await read(archive, file, 'image/jpeg')
  return raw && (await upload(project, profileId, 'avatar', raw))
}

/** The type that the import declares for posters. Ingest looks at the bytes. */
const POSTER = 'image/jpeg'

interface Raw {
  file: string
  type: string
  bytes: Uint8Array
}

async function read(archive: Archive, file: string, type: string): Promise<Raw | undefined> {
  const bytes = await archive.file(file)
  return bytes && { file, type, bytes }
}

/**
 * Processes the raw file of an earlier, interrupted import. If no raw file exists, uploads the raw
 * file first. Returns the id of the upload if it is ready.
 *
 * Never uploads a processed file again, because nothing would remove the second raw file.
 */
async function upload(
  project: Project,
  profileId: string,
  purpose: Ingested['purpose'],
  raw: Raw,
  poster?: Raw,
): Promise<string | undefined> {
  const idOf = ({ file }: Raw) => uploadId(profileId, file)
  const media = { upload_id: idOf(raw), purpose, poster_id: poster && idOf(poster) }
  const earlier = await project.ingest(profileId, media)
  if (earlier !== 'not_found') return earlier === 'ready' ? media.upload_id : undefined
  // The poster comes first, so that it is there when the video is processed. A video whose poster
  // is rejected gets a tile.
  for (const one of poster ? [poster, raw] : [raw]) {
    const path = `${profileId}/${idOf(one)}.${one.file.split('.').pop()}`
    const isStored = await project.upload(path, one.type, one.bytes)
    if (!isStored && one === raw) return undefined
  }
  return (await project.ingest(profileId, media)) === 'ready' ? media.upload_id : undefined
}

/**
 * Derives the id of an upload from the name of the file, so that a repeated import finds the
 * earlier upload.
 */
function uploadId(profileId: string, file: string): string {
  const hash = createHash('sha256').update(`${profileId}/${file}`).digest('hex')
  const [a, b, c, d, e] = [0, 8, 12, 16, 20].map((at, index) =>
    hash.slice(at, [8, 12, 16, 20, 32][index]),
  )
  return `${a}-${b}-8${c?.slice(1)}-a${d?.slice(1)}-${e}`
}
