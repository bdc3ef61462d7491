import type { Archive, Item } from './archive.ts'
import { importAvatar, importMedia } from './media.ts'
import type { Project } from './project.ts'

/** The result of importing one document of an export. */
export interface Outcome {
  name: string
  imported: number
  existing: number
  /** The number of skipped items for each error code. */
  skipped: Record<string, number>
}

const CHUNK = 100
/**
 * The documents to import after the posts. Follows come first. Without a follow, a person cannot
 * like posts that only followers see.
 */
const AFTER_POSTS = [
  ...['follows', 'blocks', 'comments', 'likes', 'saves', 'muted_posts'],
  'discovery',
]

/**
 * Imports an export into an account. Idempotent. The database remembers imported items, so a second
 * import continues an interrupted import.
 */
export async function importArchive(
  project: Project,
  archive: Archive,
  profileId: string,
  onProgress: (line: string) => void,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const begin = (name: string): Outcome => {
    const outcome = { name, imported: 0, existing: 0, skipped: {} }
    outcomes.push(outcome)
    return outcome
  }
  const send = async (outcome: Outcome, items: Item[]) => {
    const result = await project.importItems(profileId, outcome.name, items)
    outcome.imported += result.imported_count
    outcome.existing += result.existing_count
    for (const { code } of result.problems) skip(outcome, code)
  }

  const ofProfile = begin('profile')
  const { avatar } = archive.profile
  // An import does not replace an existing avatar.
  const needsAvatar = typeof avatar === 'string' && !(await project.hasAvatar(profileId))
  const avatarId = needsAvatar ? await importAvatar(project, profileId, archive, avatar) : undefined
  if (needsAvatar && !avatarId) skip(ofProfile, 'file_missing')
  await send(ofProfile, [{ ...archive.profile, avatar_id: avatarId }])
  const posts = archive.document('posts')
  const ofPosts = begin('posts')
  for (const chunk of chunks(posts)) {
    const existing = new Set(
      await project.existingIds(
        profileId,
        chunk.map(({ id }) => id),
      ),
    )
    ofPosts.existing += existing.size
    for (const post of chunk.filter(({ id }) => !existing.has(String(id)))) {
      const media = list(post.media)
      const imported = await importMedia(project, profileId, archive, media)
      for (let lost = imported.length; lost < media.length; lost++) skip(ofPosts, 'file_missing')
      await send(ofPosts, [{ ...post, media: imported }])
      onProgress(`posts: ${ofPosts.imported + ofPosts.existing} of ${posts.length}`)
    }
  }
  for (const name of AFTER_POSTS) {
    // The import leaves out followers, because each person decides whom to follow.
    const items = archive.document(name).filter(({ direction }) => direction !== 'follower')
    const outcome = begin(name)
    for (const chunk of chunks(items)) {
      await send(outcome, chunk)
      onProgress(`${name}: ${outcome.imported + outcome.existing} of ${items.length}`)
    }
  }
  return outcomes
}

function skip(outcome: Outcome, code: string): void {
  outcome.skipped[code] = (outcome.skipped[code] ?? 0) + 1
}

function list(value: unknown): Item[] {
  return Array.isArray(value) ? value : []
}

function* chunks<T>(items: T[]): Generator<T[]> {
  for (let at = 0; at < items.length; at += CHUNK) yield items.slice(at, at + CHUNK)
}
