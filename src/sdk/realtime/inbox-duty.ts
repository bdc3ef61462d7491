import { read, write } from '../call.ts'
import type { SocialError } from '../errors.ts'
import { fail, type Result, succeed } from '../result.ts'
import type { Client } from '../supabase.ts'
import type { Notification } from '../types.ts'
import type { Duty } from './duty.ts'
import { Inbox } from './inbox.ts'
import { call, intervalsOf, type Listener } from './listeners.ts'

/** The listeners of a subscription to your notifications. */
export interface NotificationListeners extends Listener {
  /**
   * Called for each notification that is new or has grown (`actors`, `other_count`), oldest first.
   * The notifications before the subscription are not reported. A notification that grows is
   * reported again with the same `id` and a later `latest_at`.
   */
  onNotification?: ((notification: Notification) => void) | undefined
  /** Called with the unseen count at the start, and whenever it has changed. */
  onUnseenCount?: ((count: number) => void) | undefined
}

/** Makes the duty to read the inbox of a person and to tell the listeners. */
export function inboxDuty(db: Client, listeners: ReadonlySet<NotificationListeners>): Duty {
  let inbox = new Inbox()
  let counts = new WeakMap<NotificationListeners, number>()
  return {
    hint: 'inbox',
    settle: [5_000, 30_000],
    intervals: () => intervalsOf(listeners),
    watch: (token) => write(db, 'watch_notifications', {}, {}, token),
    reset() {
      inbox = new Inbox()
      counts = new WeakMap()
    },
    async look({ token }, isOver) {
      const isWanted = [...listeners].some(({ onNotification }) => onNotification)
      if (!isWanted) inbox = new Inbox()
      const error = isWanted ? await tellNews(db, inbox, listeners, token, isOver) : null
      return error ?? (await tellCount(db, counts, listeners, token, isOver))
    },
  }
}

async function tellNews(
  db: Client,
  inbox: Inbox,
  listeners: ReadonlySet<NotificationListeners>,
  token: string,
  isOver: () => boolean,
): Promise<SocialError | null> {
  const { data: groups, error } = await readNew(db, inbox, token)
  if (error) return error
  if (isOver()) return null
  for (const notification of inbox.take(groups)) {
    for (const listener of listeners) {
      // A listener may sign out or unsubscribe, and then gets nothing more.
      if (isOver()) return null
      void call(() => listener.onNotification?.(notification))
    }
  }
  return null
}

/** Reads the inbox from its newest group down to the groups that the app already got. */
async function readNew(db: Client, inbox: Inbox, token: string): Promise<Result<Notification[]>> {
  const groups: Notification[] = []
  for (let size = 20; ; size = 100) {
    const page = { after: groups.at(-1)?.cursor, page_size: size }
    const { data, error } = await read(db, 'notifications', {}, page, token)
    if (error) return fail(error)
    groups.push(...data)
    if (data.length < size || inbox.isEnough(groups[0], data.at(-1))) return succeed(groups)
  }
}

async function tellCount(
  db: Client,
  counts: WeakMap<NotificationListeners, number>,
  listeners: ReadonlySet<NotificationListeners>,
  token: string,
  isOver: () => boolean,
): Promise<SocialError | null> {
  if (![...listeners].some(({ onUnseenCount }) => onUnseenCount)) return null
  const { data: count, error } = await read(db, 'unseen_count', {}, {}, token)
  if (error) return error
  for (const listener of listeners) {
    if (isOver()) return null
    if (counts.get(listener) === count) continue
    counts.set(listener, count)
    void call(() => listener.onUnseenCount?.(count))
  }
  return null
}
