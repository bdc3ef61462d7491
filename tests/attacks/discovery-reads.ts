import type { Ask, Attacker, AttackStack } from './attack-stack.ts'

interface Read {
  name: string
  body: Record<string, unknown>
  /** Whether cursors contain the time of the list, so that they differ between two reads. */
  isTimed?: boolean
}

const HASHTAGS = ['rosalin', 'sea', 'nowhere']

const QUERIES = ['rosalin', 'post', 'secret', '"rosalin krause"', '#rosalin', 'post -rosalin']

const READS: Read[] = [
  ...HASHTAGS.flatMap((hashtag): Read[] => [
    { name: 'hashtag', body: { hashtag } },
    { name: 'hashtag_posts', body: { hashtag } },
    { name: 'hashtag_posts', body: { hashtag, sort: 'top' } },
  ]),
  ...['r', 'rosa', 's', 'sea'].map((prefix) => ({ name: 'hashtag_search', body: { prefix } })),
  ...QUERIES.flatMap((query): Read[] => [
    { name: 'post_search', body: { query } },
    { name: 'post_search', body: { query, sort: 'relevance' } },
  ]),
  { name: 'trending_hashtags', body: {} },
  { name: 'followed_hashtags', body: {} },
  { name: 'explore_posts', body: {}, isTimed: true },
  { name: 'suggested_profiles', body: {}, isTimed: true },
  { name: 'for_you_feed', body: {}, isTimed: true },
  { name: 'home_feed', body: {} },
]

/** The number of pages of two rows that `discoveryAnswers` reads of each list. */
const PAGES = 4

/**
 * Reads every list of discovery as one person or without a login: a large page, and some pages of two
 * rows.
 */
export async function discoveryAnswers(
  stack: AttackStack,
  as: Attacker | undefined,
): Promise<Record<string, string>> {
  const seen: Record<string, string> = {}
  for (const read of READS) {
    const name = `${read.name} ${JSON.stringify(read.body)}`
    seen[name] = (await page(stack, as, read, {})).text
    if (!/_(posts|search|feed|profiles|hashtags)$/.test(read.name)) continue
    let after: string | undefined
    for (let number = 1; number <= PAGES; number++) {
      const { text, last } = await page(stack, as, read, { page_size: 2, after })
      seen[`${name}, page ${number}`] = text
      after = last
      if (!after) break
    }
  }
  return seen
}

/** Empties the unlogged tables, which are caches, and lets the worker compute everything anew. */
export async function refreshDiscovery({ sql }: AttackStack): Promise<void> {
  const caches = await sql<{ name: string }[]>`
    select oid::regclass::text as name from pg_class
    where relkind = 'r' and relpersistence = 'u' and relnamespace = 'social_private'::regnamespace`
  await sql.unsafe(`truncate ${caches.map(({ name }) => name).join(', ')}`)
  await sql`update social_private.explore_refreshes set refreshed_at = '-infinity'`
  await sql`update social_private.trend_refreshes set refreshed_at = '-infinity'`
  await sql`update social_private.popular_profiles set refreshed_at = '-infinity'`
  for (let isDone = false; !isDone; ) {
    const [run] = await sql<{ done: boolean }[]>`
      select is_done as done from social_private.run_maintenance(1000)`
    isDone = run?.done ?? true
  }
}

async function page(
  stack: AttackStack,
  as: Attacker | undefined,
  { name, body, isTimed }: Read,
  more: Record<string, unknown>,
): Promise<{ text: string; last: string | undefined }> {
  const ask: Ask = {
    method: 'POST',
    path: `/rest/v1/rpc/${name}`,
    as,
    body: { ...body, ...more },
  }
  const { status, text } = await stack.ask(ask)
  const last = text
    .match(/"cursor":"(\w+)"/g)
    ?.at(-1)
    ?.slice(10, -1)
  const shown = isTimed ? text.replaceAll(/"cursor":"\w+"/g, '') : text
  return { text: `${status} ${shown}`, last }
}
