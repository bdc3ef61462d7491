import type { Post, Profile } from '../../../src/sdk/types.ts'

export function shareTags(shared: Post | Profile) {
  if ('caption' in shared) {
    const title = `A post by @${shared.author_username}`
    return { title, description: shared.caption ?? '', image: shared.media[0]?.path ?? null }
  }
  const title = `@${shared.username}`
  return { title, description: shared.bio ?? '', image: shared.avatar_path }
}
