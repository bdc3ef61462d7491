import { createHash } from 'node:crypto'
import type { Archive, Item } from './archive.ts'
import type { Project } from './project.ts'

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
  for (const { file, mime_type, alt_text } of media) {
    const bytes = await archive.file(String(file))
    if (!bytes) continue
    const id = uploadId(profileId, String(file))
    const one = { id, purpose: 'post', file: String(file), type: String(mime_type), bytes }
    if (await upload(project, profileId, one)) imported.push({ id, alt_text })
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
  const bytes = await archive.file(file)
  if (!bytes) return undefined
  const avatar = {
    id: uploadId(profileId, file),
    purpose: 'avatar',
    file,
    type: 'image/jpeg',
    bytes,
  }
  return (await upload(project, profileId, avatar)) ? avatar.id : undefined
}

interface Media {
  id: string
  purpose: string
  file: string
  type: string
  bytes: Uint8Array
}

/**
 * Processes the raw file of an earlier, interrupted import. If no raw file exists, uploads the raw
 * file first. Returns whether the upload is ready.
 *
 * Never uploads a processed file again, because nothing would remove the second raw file.
 */
async function upload(project: Project, profileId: string, media: Media): Promise<boolean> {
  const earlier = await project.ingest(profileId, media.id, media.purpose)
  if (earlier !== 'not_found') return earlier === 'ready'
  const path = `${profileId}/${media.id}.${media.file.split('.').pop()}`
  if (!(await project.upload(path, media.type, media.bytes))) return false
  return (await project.ingest(profileId, media.id, media.purpose)) === 'ready'
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
