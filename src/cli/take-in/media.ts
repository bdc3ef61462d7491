import { createHash } from 'node:crypto'
import type { Archive, Item } from './archive.ts'
import type { Project } from './project.ts'

/** The media of a post as create_post takes them, uploaded anew; files that are missing are left out. */
export async function bringMedia(
  project: Project,
  profileId: string,
  archive: Archive,
  media: Item[],
): Promise<Item[]> {
  const brought: Item[] = []
  for (const { file, mime_type, width, height, alt_text } of media) {
    const bytes = await archive.file(String(file))
    if (!bytes) continue
    const path = `${profileId}/${uploadId(profileId, String(file))}.${String(file).split('.').pop()}`
    const response = await project.send(`/storage/v1/object/media/${path}`, {
      method: 'POST',
      headers: { 'content-type': String(mime_type) },
      body: bytes as Uint8Array<ArrayBuffer>,
    })
    const isThere = response.ok || /already exists|Duplicate/i.test(await response.text())
    if (isThere) brought.push({ path, width, height, alt_text })
  }
  return brought
}

/** The same for the same file, so that a repetition finds what was uploaded before. */
function uploadId(profileId: string, file: string): string {
  const hash = createHash('sha256').update(`${profileId}/${file}`).digest('hex')
  const [a, b, c, d, e] = [0, 8, 12, 16, 20].map((at, index) =>
    hash.slice(at, [8, 12, 16, 20, 32][index]),
  )
  return `${a}-${b}-8${c?.slice(1)}-a${d?.slice(1)}-${e}`
}
