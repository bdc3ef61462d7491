import type postgres from 'postgres'
import { pageAt } from './pages.ts'
import type { Viewer } from './sessions.ts'

// The home feed is measured in two states. Only this file touches the cache that home_feed keeps
// between calls.

/** State 1: the viewer has recently read all pages that we measure. Runs before each round. */
export async function warmFeed(viewer: Viewer, owner: postgres.Sql): Promise<void> {
  await coldFeed(viewer, owner)
  await pageAt(viewer, 'social.home_feed($1)', [], 10)
}

/** State 2: the viewer returns after a long absence. Runs before every read. */
export async function coldFeed(viewer: Viewer, owner: postgres.Sql): Promise<void> {
  await owner.unsafe('delete from social_private.feed_caches where viewer_id = $1', [viewer.id])
}
