import { createHash } from 'node:crypto'
import type { Archive, Item } from './archive.ts'
import type { Project } from './project.ts'

/**
 * The media of a post as create_post takes them, uploaded and ingested anew, for an archive is no
 * more to be trusted than a phone; files that are missing or refused are left out.
 */
export async function bringMedia(
  project: Project,
  profileId: string,
  archive: Archive,
  media: Item[],
): Promise<Item[]> {
  const brought: Item[] = []
  for (const { file, mime_type, alt_text } of media) {
    const bytes = await archive.file(String(file))
    if (!bytes) continue
    const id = uploadId(profileId, String(file))
    const one = { id, purpose: 'post', file: String(file), type: String(mime_type), bytes }
    if (await bring(project, profileId, one)) brought.push({ id, alt_text })
  }
  return brought
}

/** The same for the picture of the profile; its id as update_profile takes it, if it came through. */
export async function bringAvatar(
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
  return (await bring(project, profileId, avatar)) ? avatar.id : undefined
}

interface Media {
  id: string
  purpose: string
  file: string
  type: string
  bytes: Uint8Array
}

/** What lies there already, raw or ready, is not sent again: a raw file of a ready one is a stray. */
async function bring(project: Project, profileId: string, media: Media): Promise<boolean> {
  const known = await project.ingest(profileId, media.id, media.purpose)
  if (known !== 'not_found') return known === 'ready'
  const path = `${profileId}/${media.id}.${media.file.split('.').pop()}`
  if (!(await project.upload(path, media.type, media.bytes))) return false
  return (await project.ingest(profileId, media.id, media.purpose)) === 'ready'
}

/** The same for the same file, so that a repetition finds what was uploaded before. */
function uploadId(profileId: string, file: string): string {
  const hash = createHash('sha256').update(`${profileId}/${file}`).digest('hex')
  const [a, b, c, d, e] = [0, 8, 12, 16, 20].map((at, index) =>
    hash.slice(at, [8, 12, 16, 20, 32][index]),
  )
  return `${a}-${b}-8${c?.slice(1)}-a${d?.slice(1)}-${e}`
}
