import { write } from '../call.ts'
import { succeed } from '../result.ts'
import type { Client } from '../supabase.ts'
import { type Clock, wait } from './clock.ts'
import type { Duty } from './duty.ts'
import { call, intervalsOf } from './listeners.ts'
import type { WatchOptions } from './subscription.ts'

/** A function that is called when a post may have changed. */
export interface PostListener extends WatchOptions {
  onChange: () => void
}

/** The least pause between two calls of a listener. */
const THROTTLE = 1_000

/** Makes the duty to tell the listeners of a post when the post may have changed. */
export function postDuty(
  db: Client,
  postId: string,
  listeners: ReadonlySet<PostListener>,
  clock: Clock,
): Duty {
  let toldAt = Number.NEGATIVE_INFINITY
  return {
    hint: 'changed',
    settle: [5_000],
    intervals: () => intervalsOf(listeners),
    reset() {},
    watch: (token) => write(db, 'watch_post', { post_id: postId }, {}, token),
    async read() {
      const pause = toldAt + THROTTLE - clock.now()
      if (pause > 0) await wait(clock, pause)
      toldAt = clock.now()
      return succeed((isOver) => {
        for (const { onChange } of listeners) if (!isOver()) void call(onChange)
      })
    },
  }
}
