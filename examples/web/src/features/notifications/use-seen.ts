import { useEffect, useRef } from 'react'
import type { Notification } from 'supabase-social'
import { type List, useMarkSeen, useUnseenCount } from 'supabase-social/react'

/**
 * Tells the server what the person has seen, so that the badge goes. Somebody who opens the page
 * because of the badge came for the new notifications, so they show at once. Later ones wait.
 */
export function useSeen({ items, newCount, showNew }: List<Notification>): void {
  const { mutate } = useMarkSeen()
  const unseen = useUnseenCount().data ?? 0
  const cameForNew = useRef(unseen > 0 && items.length > 0)
  const [newest] = items
  useEffect(() => {
    if (!cameForNew.current || newCount === 0) return
    cameForNew.current = false
    showNew()
  })
  const cursor = newest?.cursor
  const isSeen = newest?.is_seen ?? true
  const told = useRef<string>(undefined)
  useEffect(() => {
    if (!cursor || isSeen || told.current === cursor) return
    told.current = cursor
    mutate(cursor)
  }, [cursor, isSeen, mutate])
}
