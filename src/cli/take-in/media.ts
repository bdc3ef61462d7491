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
    if (await bring(project, profileId, id, String(file), String(mime_type), bytes)) {
      brought.push({ id, alt_text })
    }
  }
  return brought
}

async function bring(
  project: Project,
  profileId: string,
  id: string,
  file: string,
  type: string,
  bytes: Uint8Array,
): Promise<boolean> {
  const path = `${profileId}/${id}.${file.split('.').pop()}`
  const uploaded = await project.send(`/storage/v1/object/uploads/${path}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: bytes as Uint8Array<ArrayBuffer>,
  })
  if (!uploaded.ok && !/already exists|Duplicate/i.test(await uploaded.text())) return false
  const ingested = await project.send('/functions/v1/ingest', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ profile_id: profileId, upload_id: id }),
  })
  return ingested.ok
}

/** The same for the same file, so that a repetition finds what was uploaded before. */
function uploadId(profileId: string, file: string): string {
  const hash = createHash('sha256').update(`${profileId}/${file}`).digest('hex')
  const [a, b, c, d, e] = [0, 8, 12, 16, 20].map((at, index) =>
    hash.slice(at, [8, 12, 16, 20, 32][index]),
  )
  return `${a}-${b}-8${c?.slice(1)}-a${d?.slice(1)}-${e}`
}
