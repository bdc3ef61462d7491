import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { imported } from '../../sdk/imported.ts'
import type { SubscriptionStatus } from '../../sdk/realtime/subscription.ts'
import { useSession, useSocial } from '../provider.tsx'

/** The pause before the next try to load the subscriptions, in milliseconds. */
const PAUSE = 5_000

/** Subscribes while the component is shown and somebody is signed in. */
function useLive(postId?: string): SubscriptionStatus | null {
  const social = useSocial()
  const client = useQueryClient()
  const userId = useSession()?.id
  const [status, setStatus] = useState<SubscriptionStatus | null>(null)
  useEffect(() => {
    if (!userId) return
    let isEnded = false
    let end = () => {}
    const start = () => {
      if (isEnded) return
      imported(() => import('../effects/live.ts')).then(
        (live) => {
          if (isEnded) return
          end = live.start(social, client, setStatus, postId)
        },
        () => setTimeout(start, PAUSE),
      )
    }
    start()
    return () => {
      isEnded = true
      end()
    }
  }, [social, client, userId, postId])
  return status
}

/**
 * Keeps the badge and the notifications up to date while the component is shown. Returns how the
 * news arrive, or null before the start.
 * @example
 * const status = useLiveNotifications()
 * if (status?.state === 'polling') console.log('Without Realtime')
 */
export function useLiveNotifications(): SubscriptionStatus | null {
  return useLive()
}

/**
 * Keeps the likes and the comments of a post up to date while the component is shown. New comments
 * are counted in `newCount` of `useComments`.
 * @example useLivePost(post.id)
 */
export function useLivePost(postId: string): SubscriptionStatus | null {
  return useLive(postId)
}
