import type { Client } from '../supabase.ts'
import { hubOf } from './hub.ts'
import { postDuty } from './post-duty.ts'
import type { Subscription, WatchOptions } from './subscription.ts'

/** Calls `onChange` when a post may have changed. */
export function watchPost(
  db: Client,
  postId: string,
  onChange: () => void,
  options: WatchOptions = {},
): Subscription {
  const listener = { ...options, onChange }
  return hubOf(db).subscribe(
    `post:${postId}`,
    (listeners: ReadonlySet<typeof listener>, clock) => postDuty(db, postId, listeners, clock),
    listener,
  )
}
