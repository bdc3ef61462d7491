import type postgres from 'postgres'
import { tokenClaims } from '../../src/cli/logins.ts'

export interface Figure {
  name: string
  value: number
  /** The figure is at least `min` and at most `max`. Without both, it is only printed. */
  min?: number
  max?: number
}

/** Calls a function of the schema social as a person. */
async function callAs<Row extends object>(
  sql: postgres.Sql,
  person: string,
  call: string,
): Promise<Row[]> {
  return (await sql.begin(async (transaction) => {
    const claims = JSON.stringify(tokenClaims(person, person))
    await transaction`select set_config('request.jwt.claims', ${claims}, true)`
    await transaction`set local role authenticated`
    return transaction.unsafe<Row[]>(`select * from social.${call}`)
  })) as unknown as Row[]
}

/** The part of the held-out follows and of the viewer's community in lists of 20 people. */
export async function suggestionFigures(sql: postgres.Sql): Promise<Figure[]> {
  const viewers = await sql<{ id: string; community: number; truth: string[] }[]>`
    select people.id, people.community, array_agg(held_out.followee_id) as truth
    from quality.people join quality.held_out on held_out.viewer_id = people.id
    group by people.id, people.community order by people.id`
  const communities = new Map(
    (
      await sql<{ id: string; community: number | null }[]>`
      select id, community from quality.people`
    ).map((row) => [row.id, row.community]),
  )
  const hits = { ours: 0, popular: 0, random: 0 }
  const inside = { ours: 0, popular: 0, random: 0 }
  const count = (kind: keyof typeof hits, viewer: (typeof viewers)[number], ids: string[]) => {
    hits[kind] += ids.filter((id) => viewer.truth.includes(id)).length
    inside[kind] += ids.filter((id) => communities.get(id) === viewer.community).length
  }
  for (const viewer of viewers) {
    const rows = await callAs<{ id: string }>(sql, viewer.id, 'suggested_profiles()')
    count('ours', viewer, ids(rows))
    count('popular', viewer, ids(await others(sql, viewer.id, sql`followers desc, id`)))
    count('random', viewer, ids(await others(sql, viewer.id, sql`md5(id || ${viewer.id}::text)`)))
  }
  const precision = (found: number) => found / (20 * viewers.length)
  return [
    { name: 'suggestions: precision@20 of held-out follows', value: precision(hits.ours) },
    { name: '  most popular people instead', value: precision(hits.popular) },
    { name: '  random people instead', value: precision(hits.random) },
    { name: '  ours / most popular', value: hits.ours / hits.popular, min: 1.5 },
    { name: '  ours / random', value: hits.ours / Math.max(hits.random, 1), min: 3 },
    { name: 'suggestions: part of the own community in 20 people', value: precision(inside.ours) },
    { name: '  most popular people instead', value: precision(inside.popular) },
    { name: '  random people instead', value: precision(inside.random) },
    { name: '  ours / most popular', value: inside.ours / inside.popular, min: 1.5 },
    { name: '  ours / random', value: inside.ours / inside.random, min: 3 },
  ]
}

const ids = (rows: { id: string }[]) => rows.map((row) => row.id)

/** Twenty people whom the viewer does not follow. */
function others(sql: postgres.Sql, viewer: string, order: postgres.PendingQuery<postgres.Row[]>) {
  return sql<{ id: string }[]>`
    select people.id from (
      select people.id, coalesce(counters.follower_count, 0) as followers
      from quality.people
      left join social_private.profile_counters as counters
        on counters.profile_id = people.id and counters.slot = 0
    ) as people
    where people.id <> ${viewer} and not exists (
      select from social.follows where follower_id = ${viewer} and followee_id = people.id)
    order by ${order} limit 20`
}

/** What a person without a single follow gets as suggestions. */
export async function newcomerFigures(sql: postgres.Sql): Promise<Figure[]> {
  const people = await callAs<{ id: string }>(
    sql,
    await idOf(sql, 'newcomer'),
    'suggested_profiles()',
  )
  return [
    { name: 'suggestions without follows: people', value: people.length, min: 20 },
    { name: '  communities', value: await communitiesOf(sql, ids(people)), min: 5 },
    {
      name: '  new accounts that only follow each other',
      value: await inRing(sql, people),
      max: 0,
    },
  ]
}

/** What a person without a single follow sees in explore, and how many posts of the ring others see. */
export async function exploreFigures(sql: postgres.Sql): Promise<Figure[]> {
  const page = async (name: string) =>
    (await callAs<{ author_id: string }>(sql, await idOf(sql, name), 'explore_posts()')).map(
      (post) => ({ id: post.author_id }),
    )
  const posts = await page('newcomer')
  const authors = [...new Set(ids(posts))]
  let ofRing = 0
  for (const name of VIEWERS) ofRing += await inRing(sql, await page(name))
  return [
    { name: 'explore without follows: posts on page 1', value: posts.length, min: 20 },
    { name: '  authors', value: authors.length, min: 12 },
    { name: '  communities', value: await communitiesOf(sql, authors), min: 5 },
    { name: '  posts of new accounts that only follow each other', value: ofRing, max: 0 },
  ]
}

/** Whether 50 new accounts that follow and like only each other move a hashtag into the trends. */
export async function trendFigures(sql: postgres.Sql): Promise<Figure[]> {
  const trends = await callAs<{ hashtag: string }>(
    sql,
    await idOf(sql, 'person.0'),
    'trending_hashtags()',
  )
  return [
    { name: 'trends: hashtags', value: trends.length, min: 1 },
    {
      name: '  of new accounts that only follow each other',
      value: trends.filter((trend) => trend.hashtag === 'ringtag').length,
      max: 0,
    },
  ]
}

const VIEWERS = ['newcomer', 'person.0', 'person.777']

async function idOf(sql: postgres.Sql, username: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    select id from quality.people where username = ${username}`
  return row?.id ?? ''
}

async function communitiesOf(sql: postgres.Sql, people: string[]): Promise<number> {
  const rows = await sql`
    select distinct community from quality.people
    where id = any (${people}) and community is not null`
  return rows.length
}

async function inRing(sql: postgres.Sql, people: { id: string }[]): Promise<number> {
  const rows = await sql`
    select from quality.people where id = any (${ids(people)}) and username like 'ring%'`
  return rows.length
}
