import { createHash } from 'node:crypto'
import type { Archive, Item } from './archive.ts'
import type { Project } from './project.ts'

/**
 * Uploads the media of a post and returns them as create_post takes them. The edge function
 * processes them like any upload, because an archive is untrusted input. Leaves out missing and
 * rejected files.
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

/** Uploads the avatar and returns the id for update_profile, or undefined if it failed. */
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
 * Processes an earlier raw upload, or sends the file and processes it. It does not send the file
 * again when the upload is ready, because nothing would remove that raw file.
 */
async function upload(project: Project, profileId: string, media: Media): Promise<boolean> {
  const earlier = await project.ingest(profileId, media.id, media.purpose)
  if (earlier !== 'not_found') return earlier === 'ready'
  const path = `${profileId}/${media.id}.${media.file.split('.').pop()}`
  if (!(await project.upload(path, media.type, media.bytes))) return false
  return (await project.ingest(profileId, media.id, media.purpose)) === 'ready'
}

/** Derives the id from the file name, so that a repeat finds the earlier upload. */
function uploadId(profileId: string, file: string): string {
  const hash = createHash('sha256').update(`${profileId}/${file}`).digest('hex')
  const [a, b, c, d, e] = [0, 8, 12, 16, 20].map((at, index) =>
    hash.slice(at, [8, 12, 16, 20, 32][index]),
  )
  return `${a}-${b}-8${c?.slice(1)}-a${d?.slice(1)}-${e}`
}
