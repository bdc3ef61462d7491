import type postgres from 'postgres'

/** The number of rows of each table. */
export type Counts = Map<string, number>

/** Tables that may have more rows after a run, and why. */
const KEPT: Record<string, string> = {
  'social_private.audit_log': 'nothing is ever deleted from it',
  'social_private.erasures': 'the receipt of an account that a test erased names nobody',
  'social_private.username_reservations':
    'the name of an account that a test erased stays reserved for config.username_reservation_days',
  'social_private.hashtags': 'a hashtag that the staff of a test hid stays hidden',
  'social_private.worker_runs': 'a run of the worker is remembered for seven days',
  'social_private.rate_buckets': 'it forgets a caller after a while',
  'social_private.feed_marks': 'its only row says what the home feeds have read',
}

/** Lists that the worker writes anew every few minutes, and that readers store. */
const STORED_LISTS = [
  ...['explore_pool', 'explore_refreshes', 'for_you_lists', 'popular_profiles'],
  ...['suggestion_caches', 'trend_refreshes', 'trends'],
].map((name) => `social_private.${name}`)

/** Queues of the worker, which may have fewer rows after a run than before. */
const QUEUES = [
  ...['bell_posts', 'count_updates', 'failed_work', 'feed_changes', 'file_deletions'],
  ...['hashtag_changes', 'late_hashtag_posts', 'reindexes', 'score_changes'],
  ...['uncounted_comments', 'uncounted_edges'],
].map((name) => `social_private.${name}`)

export interface Difference {
  table: string
  before: number
  after: number
  /** Why the table may differ. */
  reason: string | undefined
}

/** Counts the rows of all tables of supabase-social, Auth and Storage. */
export async function countRows(sql: postgres.Sql): Promise<Counts> {
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', nspname, relname) as name
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname in ('social', 'social_private', 'auth', 'storage') and relkind in ('r', 'p')
      and has_table_privilege(pg_class.oid, 'select')
    order by 1`
  const parts = tables.map(({ name }) => `select '${name}' as name, count(*)::int from ${name}`)
  const rows = await sql.unsafe<{ name: string; count: number }[]>(parts.join(' union all '))
  return new Map(rows.map(({ name, count }) => [name, count]))
}

/** The tables whose number of rows has changed. */
export function compare(before: Counts, after: Counts): Difference[] {
  const tables = [...new Set([...before.keys(), ...after.keys()])]
  return tables.flatMap((table) => {
    const [then, now] = [before.get(table) ?? 0, after.get(table) ?? 0]
    if (then === now) return []
    const reason = STORED_LISTS.includes(table)
      ? 'the worker writes this list anew'
      : now < then
        ? reasonOfLess(table)
        : KEPT[table]
    return [{ table, before: then, after: now, reason }]
  })
}

function reasonOfLess(table: string): string | undefined {
  return QUEUES.includes(table) ? 'the worker did what waited before the run' : undefined
}
