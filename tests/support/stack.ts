import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { skipGiven } from './given.ts'

/** The addresses and keys of the stack. `npm test` sets them in the environment. */
export const stack = {
  url: address('SOCIAL_URL'),
  publishableKey: address('SOCIAL_PUBLISHABLE_KEY'),
  secretKey: address('SOCIAL_SECRET_KEY'),
  databaseUrl: address('SOCIAL_DATABASE_URL'),
  get mailUrl() {
    if (!process.env.SOCIAL_MAIL_URL) skipGiven('reads a mail, and no --mail-url is given')
    return address('SOCIAL_MAIL_URL')
  },
}

function address(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run the tests with npm test.`)
  return value
}

/** The connection by which tests read and write rows. Its role owns the database. */
export const sql = postgres(stack.databaseUrl, { max: 1, onnotice() {} })

/** Creates a client with its own session. */
export function newClient(fetch?: typeof globalThis.fetch): SupabaseClient {
  const auth = { persistSession: false, autoRefreshToken: false }
  return createClient(stack.url, stack.publishableKey, { auth, global: fetch ? { fetch } : {} })
}

/**
 * Remembers every row that contains one of the given ids. Returns a function that lists the rows
 * that were added or removed after the call of `watch`. Leaves out the table rate_buckets, because
 * even a repeated call consumes a rate limit token, and the lists that the worker or a reader stores.
 */
export async function watch(...ids: string[]): Promise<() => Promise<string[]>> {
  const before = await rowsWith(ids)
  return async () => {
    const after = await rowsWith(ids)
    return [
      ...before.filter((row) => !after.includes(row)).map((row) => `- ${row}`),
      ...after.filter((row) => !before.includes(row)).map((row) => `+ ${row}`),
    ]
  }
}

/** Tables whose rows change while other tests run the worker, or when people read. */
const STORED_LISTS = [
  ...['explore_pool', 'for_you_lists', 'popular_profiles', 'post_scores', 'score_changes'],
  ...['seen_posts', 'suggestion_caches', 'trends'],
]

async function rowsWith(ids: string[]): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select oid::regclass::text as name from pg_class
    where relnamespace in ('social'::regnamespace, 'social_private'::regnamespace)
      and relkind = 'r' and relname <> 'rate_buckets' and not relname = any (${STORED_LISTS})`
  const union = tables.map(({ name }) => `select '${name} ' || t::text as row from ${name} t`)
  const rows = await sql.unsafe<{ row: string }[]>(
    `select row from (${union.join(' union all ')}) as rows
     where row like any ($1) order by row`,
    [ids.map((id) => `%${id}%`)],
  )
  return rows.map(({ row }) => row)
}
