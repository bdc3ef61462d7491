import { read, write } from '../call.ts'
import type { Notification } from '../notification-types.ts'
import { fail, type Result, succeed } from '../result.ts'
import type { Client } from '../supabase.ts'
import type { DataSource } from './data-source.ts'
import { Deduplicator } from './deduplicator.ts'
import { call, intervalsOf } from './listeners.ts'
import type { WatchOptions } from './subscription.ts'

/** The listeners of a subscription to your notifications. */
export interface NotificationListeners extends WatchOptions {
  /**
   * Called for each notification that is new or has grown (`actors`, `other_count`), oldest first.
   * The notifications before the subscription are not reported. A notification that grows is
   * reported again with the same `id` and a later `latest_at`.
   */
  onNotification?: ((notification: Notification) => void) | undefined
  /** Called with the unseen count at the start, and whenever it has changed. */
  onUnseenCount?: ((count: number) => void) | undefined
}

/** Creates the data source that reads the inbox of a person and calls the listeners. */
export function inboxDataSource(
  db: Client,
  listeners: ReadonlySet<NotificationListeners>,
): DataSource {
  let deduplicator = new Deduplicator()
  let counts = new WeakMap<NotificationListeners, number>()
  return {
    hint: 'inbox',
    rereadDelays: [5_000, 30_000],
    intervals: () => intervalsOf(listeners),
    watch: (token) => write(db, 'watch_notifications', {}, {}, token),
    reset() {
      deduplicator = new Deduplicator()
      counts = new WeakMap()
    },
    async read(token) {
      const wanted = [...listeners]
      if (!wanted.some(({ onNotification }) => onNotification)) deduplicator = new Deduplicator()
      const news = await readIf(
        wanted.some(({ onNotification }) => onNotification),
        () => readNew(db, deduplicator, token),
      )
      if (news.error) return fail(news.error)
      const count = await readIf(
        wanted.some(({ onUnseenCount }) => onUnseenCount),
        () => read(db, 'unseen_count', {}, {}, token),
      )
      if (count.error) return fail(count.error)
      return succeed((isOver) => {
        if (news.data && !isOver()) deliverNews(deduplicator.takeNew(news.data), listeners, isOver)
        if (count.data !== null) deliverCount(count.data, counts, listeners, isOver)
      })
    },
  }
}

async function readIf<T>(isWanted: boolean, read: () => Promise<Result<T>>) {
  return isWanted ? read() : succeed(null)
}

/** Reads the inbox from its newest group down to the groups that the app already got. */
async function readNew(
  db: Client,
  deduplicator: Deduplicator,
  token: string,
): Promise<Result<Notification[]>> {
  const groups: Notification[] = []
  for (let size = 20; ; size = 100) {
    const page = { after: groups.at(-1)?.cursor, page_size: size }
    const { data, error } = await read(db, 'notifications', {}, page, token)
    if (error) return fail(error)
    groups.push(...data)
    if (data.length < size || deduplicator.isEnough(groups[0], data.at(-1))) return succeed(groups)
  }
}

function deliverNews(
  news: Notification[],
  listeners: ReadonlySet<NotificationListeners>,
  isOver: () => boolean,
): void {
  for (const notification of news) {
    for (const listener of listeners) {
      // A listener may sign out or unsubscribe, and then gets nothing more.
      if (isOver()) return
      void call(() => listener.onNotification?.(notification))
    }
  }
}

function deliverCount(
  count: number,
  counts: WeakMap<NotificationListeners, number>,
  listeners: ReadonlySet<NotificationListeners>,
  isOver: () => boolean,
): void {
  for (const listener of listeners) {
    if (isOver() || counts.get(listener) === count) continue
    counts.set(listener, count)
    void call(() => listener.onUnseenCount?.(count))
  }
}
