import type { Client } from '../supabase.ts'
import { postDataSource } from './post-data-source.ts'
import type { Subscription, WatchOptions } from './subscription.ts'
import { managerOf } from './subscription-manager.ts'

/** Calls `onChange` when a post may have changed. */
export function watchPost(
  db: Client,
  postId: string,
  onChange: () => void,
  options: WatchOptions = {},
): Subscription {
  const listener = { ...options, onChange }
  return managerOf(db).subscribe(
    `post:${postId}`,
    (listeners: ReadonlySet<typeof listener>, clock) =>
      postDataSource(db, postId, listeners, clock),
    listener,
  )
}
