import type { Ask, Attacker, AttackStack } from './attack-stack.ts'
import { discoveryAnswers, refreshDiscovery } from './discovery-reads.ts'
import { exposedFunctions, madeUp, request } from './functions.ts'

/** The words for which `everythingRead` searches, with misspellings and beginnings of words. */
const WORDS = [
  ...['', 'rosalin', 'rosaln', 'rsoalin', 'rosa', 'rosalyn', 'krause', 'rosalin krause'],
  ...[
    'rosalin kraus',
    'rosalyn krausse',
    '@rosalin_',
    'rosalin_',
    'susi',
    'susi_',
    'otto_',
    'olga',
  ],
]

/** Requests that search the tables for a text, count rows, or read some rows in an order. */
const TABLE_READS = [
  ...['profiles?select=id&display_name=ilike.*rosal*', 'profiles?select=id&bio=ilike.*rosal*'],
  ...[
    'profiles?select=id&username=gte.r&username=lt.s',
    'profiles?select=id&order=username&limit=3',
  ],
  ...['posts?select=id&caption=ilike.*rosal*', 'comments?select=id&body=ilike.*rosal*'],
  ...['post_hashtags?hashtag=eq.rosalin', 'post_mentions?username=like.mallory*'],
  ...['posts?select=id&order=id&offset=1&limit=2', 'comments?select=id&order=id&offset=1&limit=2'],
  ...['posts?select=id,comments(id),likes(user_id)&order=id', 'follows?state=eq.pending'],
]

/** Only staff read these functions, and the answers are about everybody. */
const ABOUT_EVERYBODY = ['audit_log', 'statistics']

/** Words and phrases of the posts of the attack data, and of the posts that a change adds. */
const POST_QUERIES = ['post', 'secret', 'secret -mallory', '"secret of"', 'rosalin', '#rosalin']

/** Two requests that search: for a whole page, and for one row. */
function searches(what: string, name: string, body: object): [string, Ask][] {
  const path = `/rest/v1/rpc/${name}`
  return [
    [what, { method: 'POST', path, body }],
    [`${what}, one row`, { method: 'POST', path, body: { ...body, page_size: 1 } }],
  ]
}

/** Every request of `everythingRead`, by name. */
async function everyRead(stack: AttackStack): Promise<[string, Ask][]> {
  const { ids, sql } = stack
  const asks: [string, Ask][] = [['the description of the Data API', { path: '/rest/v1/' }]]
  const things = Object.entries(ids).filter(([name]) =>
    /^(otto|fred|mallory|xaver|susi|luna)/.test(name),
  )
  const kinds = { post_id: /post$/, comment_id: /comment$/, profile_id: /^\w+$/ }
  const exposed = await exposedFunctions(stack)
  const functions = exposed.filter(({ name }) => !ABOUT_EVERYBODY.includes(name))
  for (const one of functions.filter(({ isReading }) => isReading)) {
    const argument = one.arguments.find(({ type }) => type === 'uuid')?.name
    const wanted = kinds[argument as keyof typeof kinds]
    const targets = wanted ? things.filter(([name]) => wanted.test(name)) : [['nothing', '']]
    for (const [name, id] of targets as [string, string][]) {
      const given = { ...madeUp(one, ids), ...(argument && { [argument]: id }) }
      asks.push([`${one.name} of ${name}`, request(one, given)])
      if (one.arguments.some(({ name }) => name === 'page_size')) {
        asks.push([`${one.name} of ${name}, one row`, request(one, { ...given, page_size: 1 })])
      }
    }
  }
  asks.push(['home_feed', { method: 'POST', path: '/rest/v1/rpc/home_feed', body: {} }])
  for (const word of WORDS) {
    const byName = `/rest/v1/rpc/profile_by_username?username=${encodeURIComponent(word)}`
    asks.push(...searches(`search for "${word}"`, 'profile_search', { query: word }))
    asks.push([`profile_by_username of "${word}"`, { path: byName }])
  }
  for (const query of POST_QUERIES) {
    for (const sort of ['newest', 'relevance']) {
      asks.push(
        ...searches(`search of posts (${sort}) for ${query}`, 'post_search', { query, sort }),
      )
    }
  }
  const tables = await sql<{ relation: string }[]>`
    select relation from social_private.readable_tables order by relation`
  for (const { relation } of tables) {
    const path = `/rest/v1/${relation}`
    asks.push([relation, { path }])
    asks.push([
      `count of ${relation}`,
      { method: 'HEAD', path, headers: { prefer: 'count=exact' } },
    ])
  }
  for (const read of TABLE_READS) asks.push([read, { path: `/rest/v1/${read}` }])
  return asks
}

/**
 * As one person or without a login, calls every read function with many ids, follows the pages of
 * searches, and reads and counts every readable table. Returns all answers. A test compares the
 * answers before and after a change.
 */
export async function everythingRead(
  stack: AttackStack,
  as: Attacker | undefined,
): Promise<Record<string, string>> {
  const seen: Record<string, string> = {}
  await refreshDiscovery(stack)
  for (const [what, ask] of await everyRead(stack)) {
    const text = await answer(stack, { ...ask, as })
    seen[what] = text
    if (/^(search|notifications)/.test(what) && what.endsWith('one row')) {
      const cursor = /"cursor":"(\w+)"/.exec(text)?.[1]
      if (!cursor) continue
      const next = ask.body
        ? { ...ask, body: { ...(ask.body as object), after: cursor } }
        : { ...ask, path: `${ask.path}&after=${cursor}` }
      seen[`${what}, second page`] = await answer(stack, { ...next, as })
    }
  }
  return { ...seen, ...(await discoveryAnswers(stack, as)) }
}

/** Returns the status, the text and the number of rows of an answer. Sorts rows without an order. */
async function answer(stack: AttackStack, ask: Ask): Promise<string> {
  const { status, text, headers } = await stack.ask(ask)
  const isTable = /^\/rest\/v1\/\w+(\?|$)/.test(ask.path) && !ask.path.includes('order=')
  const parsed = isTable && text.startsWith('[') ? JSON.parse(text) : undefined
  const rows = Array.isArray(parsed) ? parsed.map((row) => JSON.stringify(row)).sort() : text
  return `${status} ${headers.get('content-range')} ${rows}`
}

/** Lists the answers that differ between two results of `everythingRead`. */
export function difference(a: Record<string, string>, b: Record<string, string>): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((what) => a[what] !== b[what])
    .map((what) => `${what}: ${a[what]?.slice(0, 200)} | ${b[what]?.slice(0, 200)}`)
}
