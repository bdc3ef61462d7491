import type postgres from 'postgres'
import { floor, ours, pageAt } from './pages.ts'
import type { Path } from './path.ts'
import type { Sessions, Viewer } from './sessions.ts'
import { readSql } from './sql.ts'

const VIEWERS = ['nobody', 'follows 500', 'follows 5,000']
const CALL = 'social.explore_posts($1)'

/**
 * Benchmarks pages 1 and 10 of explore for people who follow 0, 500 and 5,000 people. The
 * comparator computes the scores of the last week while it reads.
 */
export async function explorePaths(sessions: Sessions): Promise<Path[]> {
  await fillPool(sessions.owner)
  const paths: Path[] = []
  for (const name of VIEWERS) {
    const viewer = sessions.viewer(name)
    for (const number of [1, 10]) {
      await forget(viewer, sessions.owner)
      const page = await pageAt(viewer, CALL, [], number)
      paths.push({
        name: `explore, ${name}, page ${number}`,
        variants: [
          floor(sessions, 'posts', viewer, [page.ids]),
          // Without this, each new first page would show other posts.
          number === 1
            ? { ...ours(page), before: () => forget(viewer, sessions.owner) }
            : ours(page),
          {
            name: 'naive score of a week',
            on: [sessions.custom, sessions.generic],
            text: naive(),
            params: [[viewer.id, 20 * (number - 1)]],
          },
        ],
        goals: [{ of: 'ours', to: 'floor', max: 2 }],
      })
    }
  }
  return paths
}

function naive(): string {
  const source = `select id, row_number() over () as place from (${readSql('explore_naive')}) as chosen`
  return readSql('cards_posts', { source })
}

/** Computes the scores of the last 30 days and writes a pool, as the worker does. */
async function fillPool(owner: postgres.Sql): Promise<void> {
  await owner.unsafe(`
    insert into social_private.score_changes (post_id)
    select id from social.posts
    where id > social_private.min_id_at(now() - interval '30 days')
      and not exists (select from social_private.explore_pool)`)
  const started = performance.now()
  let posts = 0
  for (;;) {
    const [row] = await owner.unsafe('select social_private.refresh_scores(1000) as count')
    if (row?.count === 0) break
    posts += row?.count
  }
  const scored = performance.now()
  await owner.unsafe(`update social_private.explore_refreshes set refreshed_at = '-infinity'`)
  await owner.unsafe('select social_private.refresh_explore_pool()')
  await owner.unsafe('vacuum analyze social_private.explore_pool, social_private.post_scores')
  const seconds = (from: number, to: number) => `${((to - from) / 1000).toFixed(1)} s`
  console.log(
    `explore: scores of ${posts} posts in ${seconds(started, scored)}, ` +
      `the pool in ${seconds(scored, performance.now())}`,
  )
}

async function forget(viewer: Viewer, owner: postgres.Sql): Promise<void> {
  await owner.unsafe('delete from social_private.seen_posts where viewer_id = $1', [viewer.id])
}
