import { floor, ours, type Page, pageAt } from './pages.ts'
import type { Path, Variant } from './path.ts'
import type { Sessions } from './sessions.ts'
import { cardsOf, readSql } from './sql.ts'
import { coldFeed, warmFeed } from './states.ts'

const VIEWERS = ['follows 50', 'follows 500', 'follows 5,000', 'follows 5,000 quiet']
const NAIVE = 'naive, one plan'
const NEWEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
/** Above this scale, reading one page under naive policies takes minutes. */
const LARGEST_RLS_SCALE = 4

/**
 * Benchmarks pages 1 and 10 of the home feed for four viewers. In state 1 the viewer has read the
 * feed recently. In state 2 the viewer returns after a long absence. `isCompared` adds the
 * comparators.
 */
export async function homePaths(
  sessions: Sessions,
  scale: number,
  isCompared = true,
): Promise<Path[]> {
  if (isCompared) await sessions.owner.unsafe(readSql('home_fanout.setup'))
  const withRls = isCompared && scale <= LARGEST_RLS_SCALE
  if (withRls) await sessions.owner.unsafe(readSql('home_naive_rls.setup'))
  const paths: Path[] = []
  for (const name of VIEWERS) {
    const viewer = sessions.viewer(name)
    for (const number of [1, 10]) {
      await warmFeed(viewer, sessions.owner)
      const page = await pageAt(viewer, 'social.home_feed($1)', [], number)
      const bottom = floor(sessions, 'posts', viewer, [page.ids])
      const others = isCompared ? await comparators(sessions, page, number) : []
      if (withRls && number === 1) others.push(naiveRls(page))
      await refuseOtherRows(page, others)
      const isMany = name.includes('5,000')
      paths.push({
        name: `home, ${name}, page ${number}`,
        beforeRound: () => warmFeed(viewer, sessions.owner),
        variants: [bottom, ours(page), ...others],
        goals: [
          { of: 'ours', to: 'floor', max: 1.5 },
          ...(isCompared && name === 'follows 5,000' ? [{ of: NAIVE, to: 'ours', min: 80 }] : []),
        ],
      })
      paths.push({
        name: `home, ${name}, page ${number}, after long absence`,
        variants: [bottom, { ...ours(page), before: () => coldFeed(viewer, sessions.owner) }],
        goals: [{ of: 'ours', to: 'floor', max: isMany ? 20 : 4 }],
      })
    }
  }
  return paths
}

async function comparators(sessions: Sessions, page: Page, number: number): Promise<Variant[]> {
  const { id } = page.viewer
  const sql = sessions.owner
  const before = page.cursor ?? NEWEST
  const cards = (text: string) => cardsOf('posts', text, 'id desc')
  const followees = await sql.unsafe<{ id: string }[]>(
    `select followee_id as id from social.follows where follower_id = $1 and state = 'accepted'`,
    [id],
  )
  const literals = followees.map((row) => `'${row.id}'`).join(', ')
  const simple = (name: string, file: string, end: string | number = before): Variant => ({
    name,
    // The query runs with one plan for all viewers or with one plan per viewer, whichever is
    // faster.
    on: [sessions.custom, sessions.generic],
    text: cards(readSql(file)),
    params: [[id, end]],
  })
  return [
    // On a pooled connection, Postgres keeps one plan of a prepared statement for all viewers.
    { ...simple(NAIVE, 'home_naive'), on: [sessions.generic] },
    { ...simple('naive, own plan', 'home_naive'), on: [sessions.custom] },
    simple('join + offset', 'home_join_offset', 20 * (number - 1)),
    {
      ...simple('id list', 'home_id_list'),
      on: [sql],
      text: cards(readSql('home_id_list', { followees: literals })),
      isPrepared: false,
    },
    simple('lateral top 20', 'home_lateral'),
    simple('fan-out on write', 'home_fanout'),
  ]
}

function naiveRls(page: Page): Variant {
  return {
    name: 'naive with RLS',
    on: [page.viewer.sql],
    viewer: page.viewer,
    text: readSql('home_naive_rls'),
    params: [[page.cursor ?? NEWEST]],
  }
}

/** Throws if a comparator returns other rows than our function. */
async function refuseOtherRows(page: Page, variants: Variant[]): Promise<void> {
  for (const { name, on, text, params } of variants) {
    if (name === 'naive with RLS') continue
    const rows = await on[0].unsafe<{ id: string }[]>(text, params[0]).catch((error) => {
      if (error.code === '57014') return undefined
      throw error
    })
    if (rows && rows.map((row) => row.id).join() !== page.ids.join()) {
      throw new Error(`${name} returns other rows than our function for ${page.viewer.name}.`)
    }
  }
}
