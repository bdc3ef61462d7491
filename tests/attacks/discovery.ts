import type { Ask, AttackStack } from './attack-stack.ts'

const rpc = (name: string, body: object): Ask => ({
  ...{ method: 'POST', path: `/rest/v1/rpc/${name}`, body },
})

/** The lists whose cursors name a stored list, which each first page creates anew. */
export const SNAPSHOTS = /^(for_you_feed|explore_posts|suggested_profiles)/

/** Requests for every list of discovery, and searches for words, by name. */
export function discoveryReads(words: string[]): [string, Ask][] {
  const feeds = ['home_feed', 'for_you_feed', 'explore_posts', 'suggested_profiles'].flatMap(
    (name): [string, Ask][] => [
      [name, rpc(name, {})],
      [`${name}, one row`, rpc(name, { page_size: 1 })],
    ],
  )
  const searches = words.flatMap((word): [string, Ask][] => [
    [`search for "${word}"`, rpc('profile_search', { query: word })],
    [`search for "${word}", one row`, rpc('profile_search', { query: word, page_size: 1 })],
    [`search of posts for "${word}"`, rpc('post_search', { query: word })],
    [
      `search of posts for "${word}" by relevance, one row`,
      rpc('post_search', { query: word, sort: 'relevance', page_size: 1 }),
    ],
    [`search of hashtags for "${word}"`, rpc('hashtag_search', { prefix: word })],
    [`hashtag "${word}"`, rpc('hashtag', { hashtag: word })],
    [`posts of hashtag "${word}"`, rpc('hashtag_posts', { hashtag: word })],
    [`top posts of hashtag "${word}"`, rpc('hashtag_posts', { hashtag: word, sort: 'top' })],
  ])
  return [...feeds, ...searches]
}

/**
 * Forgets every stored list, and lets the worker refresh explore, trends and scores, so that two
 * readings do not differ only because of what was stored between them.
 */
export async function refreshDiscovery({ sql }: AttackStack): Promise<void> {
  const stored = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relpersistence = 'u' and relkind = 'r' and relname <> 'rate_buckets'
      and relnamespace = 'social_private'::regnamespace`
  for (const { name } of stored) await sql`delete from ${sql(`social_private.${name}`)}`
  await sql`update social_private.explore_refreshes set refreshed_at = '-infinity'`
  await sql`update social_private.trend_refreshes set refreshed_at = '-infinity'`
  await sql`delete from social_private.popular_profiles`
  await sql`select social_private.refresh_discovery(100000)`
}
