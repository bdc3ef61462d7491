import { notifyManager, type QueryClient } from '@tanstack/react-query'
import type { Social } from '../../sdk/index.ts'
import type { SubscriptionStatus } from '../../sdk/realtime/subscription.ts'
import { ROOT } from '../truth/rows.ts'

type OnStatus = (status: SubscriptionStatus) => void

const UNSEEN_COUNT = [ROOT, 'other', 'unseenCount']
const NOTIFICATIONS = [ROOT, 'notifications', 'list']
const REQUESTS = [ROOT, 'profiles', 'requests']

/** Keeps a post up to date, or the notifications. Returns a function that ends that. */
export function start(
  social: Social,
  client: QueryClient,
  onStatus: OnStatus,
  postId: string | undefined,
): () => void {
  return postId
    ? startPost(social, client, onStatus, postId)
    : startNotifications(social, client, onStatus)
}

/** Keeps the badge and the notifications up to date. */
function startNotifications(
  { notifications }: Social,
  client: QueryClient,
  onStatus: OnStatus,
): () => void {
  const cache = client.getQueryCache()
  const badge = notifications.subscribe({
    onUnseenCount: (count) => {
      if (client.getQueryData(UNSEEN_COUNT) === count) return
      client.setQueryData(UNSEEN_COUNT, count)
      lookForNew(client)
    },
    onStatus,
  })
  // The badge alone needs no rows. A list needs them, as a group may grow while the count stays.
  let list: ReturnType<typeof notifications.subscribe> | undefined
  const follow = () => {
    const isShown = cache.find({ queryKey: NOTIFICATIONS })?.isActive() ?? false
    if (isShown === Boolean(list)) return
    void list?.unsubscribe()
    list = isShown
      ? notifications.subscribe({ onNotification: () => lookForNew(client) })
      : undefined
  }
  const unwatch = cache.subscribe(notifyManager.batchCalls(follow))
  follow()
  return () => {
    unwatch()
    void list?.unsubscribe()
    void badge.unsubscribe()
  }
}

function lookForNew(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: [...NOTIFICATIONS, 'head'] })
  void client.invalidateQueries({ queryKey: [...REQUESTS, 'head'] })
}

/** Keeps the likes and the comments of a post up to date. */
function startPost(
  { posts }: Social,
  client: QueryClient,
  onStatus: OnStatus,
  postId: string,
): () => void {
  const onChange = () => {
    void client.invalidateQueries({ queryKey: [ROOT, 'posts', 'one', postId] })
    void client.invalidateQueries({ queryKey: [ROOT, 'comments', 'of', postId, 'head'] })
  }
  const subscription = posts.watch(postId, onChange, { onStatus })
  return () => void subscription.unsubscribe()
}
