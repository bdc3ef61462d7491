import type postgres from 'postgres'
import { floor, ours, type Page, pageAt } from './pages.ts'
import type { Path, Variant } from './path.ts'
import type { Sessions, Viewer } from './sessions.ts'
import { cardsOf, readSql } from './sql.ts'
import { warmFeed } from './states.ts'

const BUSIEST = 'tag1'
const NEWEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const FOLLOW = `
  insert into social_private.hashtag_follows (profile_id, hashtag, created_at)
  select $1, hashtag, now() - interval '1 day' from (
    select hashtag from social_private.hashtags order by post_count desc limit 25
  ) as busiest
  on conflict do nothing`
const UNFOLLOW = 'delete from social_private.hashtag_follows where profile_id = $1'

/** Benchmarks the pages of a busy hashtag, the search, and a home feed with followed hashtags. */
export async function hashtagPaths(sessions: Sessions, isCompared = true): Promise<Path[]> {
  const viewer = sessions.viewer('follows 500')
  const paths: Path[] = []
  for (const sort of ['newest', 'top']) {
    for (const number of [1, 20]) {
      const page = await pageAt(viewer, 'social.hashtag_posts($1, $2, $3)', [BUSIEST, sort], number)
      paths.push({
        name: `hashtag, ${sort}, page ${number}`,
        variants: [
          floor(sessions, 'posts', viewer, [page.ids]),
          ours(page),
          ...(isCompared ? [naive(sessions, page, sort, number)] : []),
        ],
        goals: [{ of: 'ours', to: 'floor', max: 1.5 }],
      })
    }
  }
  paths.push(search(viewer), await home(sessions, viewer, 1), await home(sessions, viewer, 10))
  return paths
}

function naive(sessions: Sessions, page: Page, sort: string, number: number): Variant {
  const { id } = page.viewer
  const start = sort === 'newest' ? (page.cursor ?? NEWEST) : 20 * (number - 1)
  return {
    name: 'join + order by',
    on: [sessions.custom, sessions.generic],
    text: cardsOf('posts', readSql(`hashtag_${sort}`), '1'),
    params: [[id, BUSIEST, start]],
  }
}

function search(viewer: Viewer): Path {
  const text = 'select * from social.hashtag_search($1)'
  const call = (name: string, prefixes: string[]): Variant => ({
    name,
    on: [viewer.sql],
    viewer,
    text,
    params: prefixes.map((prefix) => [prefix]),
  })
  return {
    name: 'hashtag search',
    variants: [call('three digits', ['tag100', 'tag222']), call('all hashtags', ['', 't'])],
    goals: [{ of: 'all hashtags', p95: 10 }],
  }
}

/** The two variants are the same feed. Before each run, the viewer follows 25 hashtags or none. */
async function home(sessions: Sessions, viewer: Viewer, number: number): Promise<Path> {
  const { owner } = sessions
  const page = async (isFollowing: boolean) => {
    await owner.unsafe(isFollowing ? FOLLOW : UNFOLLOW, [viewer.id])
    await warmFeed(viewer, owner)
    return pageAt(viewer, 'social.home_feed($1)', [], number)
  }
  const without = await page(false)
  const cache = await keep(owner, viewer)
  const busy = await page(true)
  const busyCache = await keep(owner, viewer)
  await owner.unsafe(UNFOLLOW, [viewer.id])
  return {
    name: `home, follows 500 and 25 hashtags, page ${number}`,
    variants: [
      { ...ours(without), name: 'no hashtags', before: () => put(owner, cache, UNFOLLOW, viewer) },
      {
        ...ours(busy),
        before: () => put(owner, busyCache, FOLLOW, viewer),
        // Later runs on kept data begin without followed hashtags.
        after: () => owner.unsafe(UNFOLLOW, [viewer.id]),
      },
    ],
    goals: [{ of: 'ours', to: 'no hashtags', max: 1.2 }],
  }
}

async function keep(owner: postgres.Sql, viewer: Viewer): Promise<string> {
  const [row] = await owner.unsafe<{ cache: string }[]>(
    'select c::text as cache from social_private.feed_caches as c where viewer_id = $1',
    [viewer.id],
  )
  return row?.cache ?? ''
}

async function put(owner: postgres.Sql, cache: string, follows: string, viewer: Viewer) {
  await owner.unsafe(follows, [viewer.id])
  await owner.unsafe('delete from social_private.feed_caches where viewer_id = $1', [viewer.id])
  await owner.unsafe(
    'insert into social_private.feed_caches select ($1::social_private.feed_caches).*',
    [cache],
  )
}
