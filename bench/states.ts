import type postgres from 'postgres'
import { pageAt } from './pages.ts'
import type { Viewer } from './sessions.ts'

// The two states in which a home feed is measured. What home_feed keeps between two calls is
// prepared here, and only here.

/** The viewer has read lately, down to the deepest page we measure. Runs before each round. */
export async function warmFeed(viewer: Viewer, owner: postgres.Sql): Promise<void> {
  await coldFeed(viewer, owner)
  await pageAt(viewer, 'social.home_feed($1)', [], 10)
}

/** The viewer comes back after a long absence. Runs before every single read. */
export async function coldFeed(viewer: Viewer, owner: postgres.Sql): Promise<void> {
  await owner.unsafe('delete from social_private.feed_caches where viewer_id = $1', [viewer.id])
}
