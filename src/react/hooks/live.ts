import { notifyManager, type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { SubscriptionStatus } from '../../sdk/realtime/subscription.ts'
import { useSession, useSocial } from '../provider.tsx'
import { ROOT } from '../truth/rows.ts'

const UNSEEN_COUNT = [ROOT, 'other', 'unseenCount']
const NOTIFICATIONS = [ROOT, 'notifications', 'list']
const REQUESTS = [ROOT, 'profiles', 'requests']

/**
 * Keeps the badge and the notifications up to date while the component is shown. Returns how the
 * news arrive, or null before the start.
 * @example
 * const status = useLiveNotifications()
 * if (status?.state === 'polling') console.log('Without Realtime')
 */
export function useLiveNotifications(): SubscriptionStatus | null {
  const { notifications } = useSocial()
  const client = useQueryClient()
  const userId = useSession()?.id
  const isListShown = useIsShown(NOTIFICATIONS)
  const [status, setStatus] = useState<SubscriptionStatus | null>(null)
  useEffect(() => {
    if (!userId) return
    const subscription = notifications.subscribe({
      onUnseenCount: (count) => {
        if (client.getQueryData(UNSEEN_COUNT) === count) return
        client.setQueryData(UNSEEN_COUNT, count)
        lookForNew(client)
      },
      onStatus: setStatus,
    })
    return () => void subscription.unsubscribe()
  }, [notifications, client, userId])
  // The badge alone needs no rows. A list needs them, as a group may grow while the count stays.
  useEffect(() => {
    if (!userId || !isListShown) return
    const subscription = notifications.subscribe({ onNotification: () => lookForNew(client) })
    return () => void subscription.unsubscribe()
  }, [notifications, client, userId, isListShown])
  return status
}

function lookForNew(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: [...NOTIFICATIONS, 'head'] })
  void client.invalidateQueries({ queryKey: [...REQUESTS, 'head'] })
}

function useIsShown(queryKey: readonly string[]): boolean {
  const cache = useQueryClient().getQueryCache()
  const watch = useCallback(
    (onChange: () => void) => cache.subscribe(notifyManager.batchCalls(onChange)),
    [cache],
  )
  const isShown = () => cache.find({ queryKey })?.isActive() ?? false
  return useSyncExternalStore(watch, isShown, () => false)
}

/**
 * Keeps the likes and the comments of a post up to date while the component is shown. New comments
 * are counted in `newCount` of `useComments`.
 * @example useLivePost(post.id)
 */
export function useLivePost(postId: string): SubscriptionStatus | null {
  const { posts } = useSocial()
  const client = useQueryClient()
  const userId = useSession()?.id
  const [status, setStatus] = useState<SubscriptionStatus | null>(null)
  useEffect(() => {
    if (!userId) return
    const onChange = () => {
      void client.invalidateQueries({ queryKey: [ROOT, 'posts', 'one', postId] })
      void client.invalidateQueries({ queryKey: [ROOT, 'comments', 'of', postId, 'head'] })
    }
    const subscription = posts.watch(postId, onChange, { onStatus: setStatus })
    return () => void subscription.unsubscribe()
  }, [posts, client, postId, userId])
  return status
}
