import { afterAll, expect, test } from 'vitest'
import { call } from '../support/http.ts'
import { people } from '../support/people.ts'
import { openWorld, type Person } from '../support/world.ts'

const world = openWorld()
afterAll(() => world.close())

interface Row {
  id: string
  author_id: string
  cursor: string
}

async function refresh(): Promise<void> {
  await world.sql`update social_private.explore_refreshes set refreshed_at = '-infinity'`
  await world.sql`select social_private.refresh_explore_pool()`
}

/** Reads all pages of explore, and calls `between` after each page. */
async function walk(viewer: Person, between: () => Promise<unknown>): Promise<Row[]> {
  const rows: Row[] = []
  for (let after: string | null = null; ; ) {
    const page: Row[] = await viewer.call('explore_posts', { after, page_size: 7 })
    rows.push(...page)
    const last = page.at(-1)
    if (!last || page.length < 7) return rows
    after = last.cursor
    await between()
  }
}

const ids = (rows: Row[]) => rows.map(({ id }) => id)

test('explore repeats no post while people post and like and the worker refreshes the pool', async () => {
  const viewer = await world.person('viewer')
  const authors: Person[] = []
  for (let n = 0; n < 12; n++) authors.push(await world.person(`author${n}`))
  const posts: string[] = []
  for (const author of [...authors, ...authors]) posts.push(await world.post(author))
  await refresh()
  const [first, ...others] = authors as [Person, ...Person[]]
  const rows = await walk(viewer, async () => {
    await world.post(first)
    for (const { attempt } of others) await attempt('like_post', { post_id: posts.at(-1) })
    await world.work()
    await refresh()
  })
  expect(new Set(ids(rows)).size).toBe(rows.length)
  expect(ids(rows)).toEqual(expect.arrayContaining(posts))
  for (const { id } of authors) {
    expect(rows.filter(({ author_id }) => author_id === id)).toHaveLength(2)
  }
  // A post that its author archives between two pages is on no later page.
  let hidden = false
  const later = await walk(viewer, async () => {
    if (!hidden) await others[0]?.call('archive_post', { post_id: posts[1] })
    hidden = true
  })
  const shown = later.slice(7).map(({ id }) => id)
  expect(shown).not.toContain(posts[1])
  await Promise.all([viewer, ...authors].map(({ sql }) => sql.end()))
}, 120_000)

test('explore answers over HTTP, to POST and GET, and shows newcomers the posts of strangers', async () => {
  const [newcomer, stranger] = await people('newcomer', 'stranger')
  await world.sql`
    insert into social.posts (author_id, caption, visibility)
    select ${stranger.id}, 'p' || n, 'public' from generate_series(1, 2) as n`
  await refresh()
  const posted = await call(newcomer, 'explore_posts', { page_size: 100 })
  expect(posted.status).toBe(200)
  const listed: (Row & { reason: object })[] = [...posted.body]
  // Other tests have posts too, and the second post of an author comes after all first ones.
  for (let page = posted.body; page.length > 0; listed.push(...page)) {
    const after = page.at(-1).cursor
    page = (await call(newcomer, 'explore_posts', { after, page_size: 100 })).body
  }
  const own = listed.filter((post) => post.author_id === stranger.id)
  expect(own.map(({ reason }) => reason)).toEqual([{ kind: 'explore' }, { kind: 'explore' }])
  const got = await call(newcomer, 'explore_posts', { page_size: 100 }, 'GET')
  expect(got.body.map(({ id }: Row) => id)).toEqual(posted.body.map(({ id }: Row) => id))
  const refused = await call('nobody', 'explore_posts')
  expect(refused).toMatchObject({ status: 401, body: { message: 'not_signed_in' } })
  const forged = await call(newcomer, 'explore_posts', { after: '0'.repeat(64) })
  expect(forged).toMatchObject({ status: 400, body: { message: 'cursor_invalid' } })
})
