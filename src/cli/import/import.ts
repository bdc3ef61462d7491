import type { Archive, Item } from './archive.ts'
import { bringAvatar, bringMedia } from './media.ts'
import type { Project } from './project.ts'

/** What came of one document. */
export interface Outcome {
  name: string
  taken: number
  known: number
  /** How many were left out, by why. */
  skipped: Record<string, number>
}

const CHUNK = 100
/** Follows before what is said and liked under posts for followers. */
const AFTER_POSTS = ['follows', 'blocks', 'comments', 'likes', 'saves']

/**
 * Takes an export in for a profile. All of it may be repeated, and goes on where it was interrupted:
 * the database knows what it has.
 */
export async function importArchive(
  project: Project,
  archive: Archive,
  profileId: string,
  onProgress: (line: string) => void,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const begin = (name: string): Outcome => {
    const outcome = { name, taken: 0, known: 0, skipped: {} }
    outcomes.push(outcome)
    return outcome
  }
  const send = async (outcome: Outcome, items: Item[]) => {
    const result = await project.importArchive(profileId, outcome.name, items)
    outcome.taken += result.imported_count
    outcome.known += result.existing_count
    for (const { code } of result.problems) skip(outcome, code)
  }

  const ofProfile = begin('profile')
  const { avatar } = archive.profile
  // One that the person has here already stays.
  const isWanted = typeof avatar === 'string' && !(await project.hasAvatar(profileId))
  const avatarId = isWanted ? await bringAvatar(project, profileId, archive, avatar) : undefined
  if (isWanted && !avatarId) skip(ofProfile, 'file_missing')
  await send(ofProfile, [{ ...archive.profile, avatar_id: avatarId }])
  const posts = archive.document('posts')
  const ofPosts = begin('posts')
  for (const chunk of chunks(posts)) {
    const known = new Set(
      await project.checkKnownIds(
        profileId,
        chunk.map(({ id }) => id),
      ),
    )
    ofPosts.known += known.size
    for (const post of chunk.filter(({ id }) => !known.has(String(id)))) {
      const media = list(post.media)
      const brought = await bringMedia(project, profileId, archive, media)
      for (let lost = brought.length; lost < media.length; lost++) skip(ofPosts, 'file_missing')
      await send(ofPosts, [{ ...post, media: brought }])
      onProgress(`posts: ${ofPosts.taken + ofPosts.known} of ${posts.length}`)
    }
  }
  for (const name of AFTER_POSTS) {
    // Who follows the person decides that themselves.
    const items = archive.document(name).filter(({ direction }) => direction !== 'follower')
    const outcome = begin(name)
    for (const chunk of chunks(items)) {
      await send(outcome, chunk)
      onProgress(`${name}: ${outcome.taken + outcome.known} of ${items.length}`)
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
