import { expect } from 'vitest'
import { type Answer, type Caller, call } from './http.ts'
import { type Cast, moderationSteps } from './moderation-steps.ts'
import { newcomer, type Person, people, staff, upload } from './people.ts'
import { sql } from './stack.ts'

let alice: Person
let bob: Person
let late: Person
let ada: Person
let eve: Person
let path: string
/** What the steps made, for the steps after them. */
const made: Cast['made'] = {}

/** Gets the people together who take the steps. */
export async function gather(): Promise<void> {
  ;[alice, bob] = await people('alice', 'bob')
  late = await newcomer()
  ;[ada, eve] = await Promise.all([staff('ada', 'administrator'), staff('eve')])
  path = await upload(alice)
}

export type Step = [by: () => Caller, args: () => Record<string, unknown>, gives: () => unknown]

const byAlice = () => alice
const byBob = () => bob
const byNobody = (): Caller => 'nobody'
const bySecret = (): Caller => 'secret'
const nothing = () => ({})
const onPost = () => ({ post_id: made.create_post.id })
const onComment = () => ({ comment_id: made.add_comment.id })
const onAlice = () => ({ profile_id: alice.id })
const onBob = () => ({ profile_id: bob.id })
const fromBob = () => ({ follower_id: bob.id })
const row = (values: object) => expect.objectContaining(values)
const rows = (values: object) => [row(values)]

/** Every function, in an order in which each has something to do: who, with what, gets what. */
export const steps: Record<string, Step> = {
  limits: [byNobody, nothing, () => row({ caption_length: 2200 })],
  check_username: [byNobody, () => ({ username: alice.username }), () => 'taken'],
  create_profile: [
    () => late,
    () => ({ username: `late_${Date.now()}` }),
    () => row({ id: late.id }),
  ],
  my_profile: [byBob, nothing, () => row({ id: bob.id })],
  profile: [byNobody, onAlice, () => row({ username: alice.username })],
  profile_by_username: [
    byNobody,
    () => ({ username: alice.username }),
    () => row({ id: alice.id }),
  ],
  search_profiles: [byNobody, () => ({ query: alice.username }), () => rows({ id: alice.id })],
  change_username: [byBob, () => ({ username: bob.username }), () => row({ id: bob.id })],
  update_profile: [byAlice, () => ({ is_private: true }), () => row({ is_private: true })],
  follow_profile: [byBob, onAlice, () => row({ follow_state: 'pending' })],
  follow_requests: [byAlice, () => ({ page_size: 5 }), () => rows({ id: bob.id })],
  accept_follow: [byAlice, fromBob, () => row({ followed_by_state: 'accepted' })],
  reject_follow: [byAlice, fromBob, () => row({ followed_by_state: 'accepted' })],
  add_close_friend: [byAlice, onBob, () => row({ is_close_friend: true })],
  close_friends: [byAlice, nothing, () => rows({ id: bob.id })],
  remove_close_friend: [byAlice, onBob, () => row({ is_close_friend: false })],
  mute_profile: [
    byBob,
    () => ({ ...onAlice(), expires_at: '2999-01-01T00:00:00Z' }),
    () => row({ is_muted: true, mute_expires_at: '2999-01-01T00:00:00+00:00' }),
  ],
  muted_profiles: [byBob, nothing, () => rows({ id: alice.id })],
  unmute_profile: [byBob, onAlice, () => row({ is_muted: false, mute_expires_at: null })],
  profile_followers: [byBob, onAlice, () => rows({ id: bob.id })],
  profile_following: [byBob, () => ({ profile_id: bob.id }), () => rows({ id: alice.id })],
  create_post: [
    byAlice,
    () => ({ caption: 'One', media: [{ path, width: 4, height: 3 }], idempotency_key: 'a' }),
    () => row({ caption: 'One', media: [row({ path, alt_text: null })] }),
  ],
  post: [byBob, onPost, () => row({ author_id: alice.id })],
  update_post: [
    byAlice,
    () => ({ ...onPost(), caption: 'Two', alt_texts: ['A "pixel", {grey}'] }),
    () => row({ caption: 'Two', media: [row({ alt_text: 'A "pixel", {grey}' })] }),
  ],
  post_history: [byAlice, onPost, () => rows({ caption: 'One', alt_texts: [null] })],
  pin_post: [byAlice, onPost, () => row({ pinned_at: expect.any(String) })],
  unpin_post: [byAlice, onPost, () => row({ pinned_at: null })],
  archive_post: [byAlice, onPost, () => row({ archived_at: expect.any(String) })],
  archived_posts: [byAlice, nothing, () => rows({ id: made.create_post.id })],
  unarchive_post: [byAlice, onPost, () => row({ archived_at: null })],
  home_feed: [byBob, () => ({ page_size: 1 }), () => rows({ id: made.create_post.id })],
  profile_posts: [byBob, onAlice, () => rows({ id: made.create_post.id })],
  like_post: [byBob, onPost, () => true],
  post_likers: [byBob, onPost, () => rows({ id: bob.id })],
  unlike_post: [byBob, onPost, () => false],
  save_post: [byBob, onPost, () => true],
  saved_posts: [byBob, nothing, () => rows({ id: made.create_post.id, is_saved: true })],
  unsave_post: [byBob, onPost, () => false],
  add_comment: [byBob, () => ({ ...onPost(), body: 'One' }), () => row({ body: 'One' })],
  update_comment: [byBob, () => ({ ...onComment(), body: 'Two' }), () => row({ body: 'Two' })],
  comment_history: [byBob, onComment, () => rows({ body: 'One' })],
  pin_comment: [byAlice, onComment, () => row({ pinned_at: expect.any(String) })],
  unpin_comment: [byAlice, onComment, () => row({ pinned_at: null })],
  hide_comment: [byAlice, onComment, () => row({ is_hidden: true })],
  unhide_comment: [byAlice, onComment, () => row({ is_hidden: false })],
  post_comments: [byBob, onPost, () => rows({ id: made.add_comment.id })],
  comment_replies: [byBob, onComment, () => []],
  like_comment: [byAlice, onComment, () => true],
  comment_likers: [byBob, onComment, () => rows({ id: alice.id })],
  unlike_comment: [byAlice, onComment, () => false],
  ...moderationSteps(() => ({ alice, bob, late, ada, eve, made })),
  delete_comment: [byBob, onComment, () => true],
  delete_post: [byAlice, onPost, () => true],
  remove_follower: [byAlice, fromBob, () => row({ followed_by_state: null })],
  unfollow_profile: [byBob, onAlice, () => row({ follow_state: null })],
  block_profile: [byBob, onAlice, () => row({ is_blocked: true })],
  blocked_profiles: [byBob, nothing, () => rows({ id: alice.id })],
  unblock_profile: [byBob, onAlice, () => row({ is_blocked: false })],
  deactivate_profile: [byBob, nothing, () => true],
  reactivate_profile: [byBob, nothing, () => row({ id: bob.id })],
  delete_profile: [() => late, nothing, () => true],
  claim_file_deletions: [
    bySecret,
    () => ({ max_count: 1000 }),
    () => expect.arrayContaining([row({ bucket_id: 'media', path })]),
  ],
  complete_file_deletions: [bySecret, () => ({ ids: [alice.id] }), () => 0],
}

/** What the catalog says is there, and whether it only reads. */
const exposed = await sql<{ name: string; method: 'GET' | 'POST' }[]>`
  select proname as name, case provolatile when 'v' then 'POST' else 'GET' end as method
  from pg_proc where pronamespace = 'social'::regnamespace order by proname`
export const methods = new Map(exposed.map(({ name, method }) => [name, method]))

/** Takes a step: what came of it, and what was to. */
export async function take(name: string): Promise<[answer: Answer, expected: Answer]> {
  const [by, args, gives] = steps[name] as Step
  const answer = await call(by(), name, args(), methods.get(name))
  const expected = { status: 200, body: gives() }
  made[name] = answer.body
  return [answer, expected]
}
