import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { SubscriptionStatus } from '../../sdk/realtime/subscription.ts'
import { useSession, useSocial } from '../provider.tsx'
import { ROOT } from '../truth/rows.ts'

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
  const [status, setStatus] = useState<SubscriptionStatus | null>(null)
  useEffect(() => {
    if (!userId) return
    let last: number | undefined
    const lookForNew = () => {
      for (const list of [
        ['notifications', 'list'],
        ['profiles', 'requests'],
      ])
        void client.invalidateQueries({ queryKey: [ROOT, ...list, 'head'] })
    }
    const subscription = notifications.subscribe({
      onUnseenCount: (count) => {
        client.setQueryData([ROOT, 'other', 'unseenCount'], count)
        // Something may have happened between the first read of the lists and the subscription.
        if (count !== last) lookForNew()
        last = count
      },
      onNotification: lookForNew,
      onStatus: setStatus,
    })
    return () => void subscription.unsubscribe()
  }, [notifications, client, userId])
  return status
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
