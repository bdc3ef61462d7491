import { write } from '../call.ts'
import { succeed } from '../result.ts'
import type { Client } from '../supabase.ts'
import { type Clock, wait } from './clock.ts'
import type { DataSource } from './data-source.ts'
import { call, intervalsOf } from './listeners.ts'
import type { WatchOptions } from './subscription.ts'

/** A function that is called when a post may have changed. */
export interface PostListener extends WatchOptions {
  onChange: () => void
}

/** The shortest time between two calls of a listener. */
const THROTTLE = 1_000

/** Creates the data source that calls the listeners of a post when the post may have changed. */
export function postDataSource(
  db: Client,
  postId: string,
  listeners: ReadonlySet<PostListener>,
  clock: Clock,
): DataSource {
  let deliveredAt = Number.NEGATIVE_INFINITY
  return {
    hint: 'changed',
    rereadDelays: [5_000],
    intervals: () => intervalsOf(listeners),
    reset() {},
    watch: (token) => write(db, 'watch_post', { post_id: postId }, {}, token),
    async read() {
      const delay = deliveredAt + THROTTLE - clock.now()
      if (delay > 0) await wait(clock, delay)
      deliveredAt = clock.now()
      return succeed((isOver) => {
        for (const { onChange } of listeners) if (!isOver()) void call(onChange)
      })
    },
  }
}
