import { expect } from 'vitest'
import { among, byBob, damper, mona, nothing, onPost, post, row, rows, type Step } from './cast.ts'

const byNobody = () => 'nobody' as const
const onMona = () => ({ profile_id: mona.id })
const sea = () => ({ hashtag: '#HttpSea' })
const word = () => ({ word: 'Spoiler' })
const aList = () => expect.any(Array)

/** One call of each function for discovery. Bob follows Alice, who has published the post "Two". */
export const discovering: Record<string, Step> = {
  follow_hashtag: [byBob, sea, () => row({ hashtag: 'httpsea', is_following: true })],
  followed_hashtags: [byBob, nothing, () => rows({ hashtag: 'httpsea', is_following: true })],
  unfollow_hashtag: [byBob, sea, () => row({ hashtag: 'httpsea', is_following: false })],
  hashtag: [byNobody, sea, () => row({ hashtag: 'httpsea', post_count: 0 })],
  hashtag_search: [byNobody, () => ({ prefix: 'httpse' }), aList],
  hashtag_posts: [byNobody, sea, () => []],
  trending_hashtags: [byNobody, nothing, aList],
  post_search: [byBob, () => ({ query: 'Two' }), () => among({ id: post.id })],
  explore_posts: [byBob, nothing, aList],
  suggested_profiles: [byBob, nothing, aList],
  dismiss_suggestion: [byBob, onMona, () => row({ profile_id: mona.id, follow_state: null })],
  undismiss_suggestion: [byBob, onMona, () => row({ profile_id: mona.id, follow_state: null })],
  for_you_feed: [byBob, nothing, () => among({ id: post.id, reason: row({ kind: 'followed' }) })],
  feed_weights: [byBob, nothing, () => row({ followed: expect.any(Number) })],
  set_feed_weights: [byBob, () => ({ explore: 2 }), () => row({ explore: 2 })],
  show_less: [byBob, () => ({ ...onPost(), of: 'author' }), () => row({ kind: 'author' })],
  show_less_items: [byBob, nothing, () => rows({ kind: 'author' })],
  show_more: [byBob, () => ({ id: damper.id }), () => row({ is_damped: false })],
  mute_word: [byBob, word, () => row({ word: 'spoiler', expires_at: null })],
  muted_words: [byBob, nothing, () => rows({ word: 'spoiler', display: 'Spoiler' })],
  unmute_word: [byBob, word, () => row({ word: 'spoiler' })],
}
