import type { FeedReason } from 'supabase-social'
import { strings } from '../../../strings.ts'

/** Says why the feed For You shows a post. */
export function describeReason(reason: FeedReason | null): string | null {
  if (!reason) return null
  const { reasons } = strings.post
  if (reason.kind === 'hashtag') return reasons.hashtag(reason.hashtag)
  if (reason.kind !== 'liked') return reasons[reason.kind] ?? null
  const names = reason.profiles.map(({ username }) => `@${username}`)
  if (names.length === 1) return reasons.likedByOne(names[0] ?? '')
  return reasons.liked(new Intl.ListFormat('en').format(names))
}
