import { sql } from '../../support/stack.ts'

/** Does now what the worker does every few minutes: fills explore, the trends and the search. */
export async function refreshDiscovery(): Promise<void> {
  await sql`update social_private.explore_refreshes set refreshed_at = '-infinity'`
  await sql`select social_private.refresh_discovery(1000)`
}
