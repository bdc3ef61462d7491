import { beforeAll, describe, expect, it } from 'vitest'
import { type Caller, call } from './test/http.ts'
import { newcomer, type Person, people, upload } from './test/people.ts'
import { sql } from './test/stack.ts'

let alice: Person
let bob: Person
let late: Person
let path: string
/** What the steps made, for the steps after them. */
let post = { id: '' }
let comment = { id: '' }

beforeAll(async () => {
  ;[alice, bob] = await people('alice', 'bob')
  late = await newcomer()
  path = await upload(alice)
})

type Step = [by: () => Caller, args: () => Record<string, unknown>, gives: () => unknown]

const byAlice = () => alice
const byBob = () => bob
const byNobody = (): Caller => 'nobody'
const bySecret = (): Caller => 'secret'
const nothing = () => ({})
const onPost = () => ({ post_id: post.id })
const onComment = () => ({ comment_id: comment.id })
const onAlice = () => ({ profile_id: alice.id })
const fromBob = () => ({ follower_id: bob.id })
const row = (values: object) => expect.objectContaining(values)
const rows = (values: object) => [row(values)]

/** Every function, in an order in which each has something to do: who, with what, gets what. */
const steps: Record<string, Step> = {
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
  home_feed: [byBob, () => ({ page_size: 1 }), () => rows({ id: post.id })],
  profile_posts: [byBob, onAlice, () => rows({ id: post.id })],
  like_post: [byBob, onPost, () => true],
  post_likers: [byBob, onPost, () => rows({ id: bob.id })],
  unlike_post: [byBob, onPost, () => false],
  save_post: [byBob, onPost, () => true],
  saved_posts: [byBob, nothing, () => rows({ id: post.id, is_saved: true })],
  unsave_post: [byBob, onPost, () => false],
  add_comment: [byBob, () => ({ ...onPost(), body: 'One' }), () => row({ body: 'One' })],
  update_comment: [byBob, () => ({ ...onComment(), body: 'Two' }), () => row({ body: 'Two' })],
  comment_history: [byBob, onComment, () => rows({ body: 'One' })],
  post_comments: [byBob, onPost, () => rows({ id: comment.id })],
  comment_replies: [byBob, onComment, () => []],
  like_comment: [byAlice, onComment, () => true],
  comment_likers: [byBob, onComment, () => rows({ id: alice.id })],
  unlike_comment: [byAlice, onComment, () => false],
  delete_comment: [byBob, onComment, () => true],
  delete_post: [byAlice, onPost, () => true],
  remove_follower: [byAlice, fromBob, () => row({ followed_by_state: null })],
  unfollow_profile: [byBob, onAlice, () => row({ follow_state: null })],
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
const methods = new Map(exposed.map(({ name, method }) => [name, method]))

describe('a plain call of the Data API', () => {
  it('is tried with every function there is', () => {
    expect(Object.keys(steps).sort()).toEqual([...methods.keys()])
  })

  it.each(Object.entries(steps))('reaches %s', async (name, [by, args, gives]) => {
    const answer = await call(by(), name, args(), methods.get(name))
    expect(answer).toEqual({ status: 200, body: gives() })
    if (name === 'create_post') post = answer.body
    if (name === 'add_comment') comment = answer.body
  })

  it.each(['claim_file_deletions', 'complete_file_deletions'])(
    'reaches %s with the secret key only',
    async (name) => {
      const args = name === 'claim_file_deletions' ? { max_count: 1 } : { ids: [] }
      expect((await call('nobody', name, args)).status).toBe(401)
      expect((await call(alice, name, args)).status).toBe(403)
    },
  )

  it('is answered with status, code, sentence and hint', async () => {
    const { status, body } = await call(
      'nobody',
      'profile_by_username',
      { username: 'admin' },
      'GET',
    )
    expect(status).toBe(404)
    expect(body).toEqual({
      code: 'PT404',
      message: 'profile_not_found',
      details: 'There is no such person, or you may not see them.',
      hint: '',
    })
  })
})
