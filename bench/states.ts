import type postgres from 'postgres'
import { pageAt } from './pages.ts'
import type { Viewer } from './sessions.ts'

// The benchmark measures the home feed in two states. Only this file changes the cache that
// home_feed keeps between calls.

/**
 * Creates state 1 before each round: the viewer has recently read all pages that the benchmark
 * measures.
 */
export async function warmFeed(viewer: Viewer, owner: postgres.Sql): Promise<void> {
  await coldFeed(viewer, owner)
  await pageAt(viewer, 'social.home_feed($1)', [], 10)
}

/** Creates state 2 before every read: the viewer returns after a long absence. */
export async function coldFeed(viewer: Viewer, owner: postgres.Sql): Promise<void> {
  await owner.unsafe('delete from social_private.feed_caches where viewer_id = $1', [viewer.id])
}
