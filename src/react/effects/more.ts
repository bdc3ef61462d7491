import type { QueryClient } from '@tanstack/react-query'
import type { FeedDamper, FeedWeights, ShowLessInput } from '../../sdk/discovery-types.ts'
import type { NotificationPreference } from '../../sdk/notification-types.ts'
import type { SessionEnd } from '../../sdk/types.ts'
import { ROOT } from '../truth/rows.ts'
import { truthOf } from '../truth/truth.ts'
import { drop, refresh } from './refresh.ts'

const UNSEEN = [ROOT, 'other', 'unseenCount']

/** The effect of `useMarkSeen`. */
export function markSeen(client: QueryClient, unseen: number): void {
  client.setQueryData(UNSEEN, unseen)
}

/** The effect of `useMarkRead`. */
export function markRead(client: QueryClient, unseen: number, ids: string[]): void {
  client.setQueryData(UNSEEN, unseen)
  truthOf(client).apply((kind, row) =>
    kind === 'notifications' && ids.includes(String(row.id)) ? { is_read: true } : undefined,
  )
}

/** The effect of `useSetNotificationPreference`. */
export function setNotificationPreference(
  client: QueryClient,
  preference: NotificationPreference,
): void {
  client.setQueryData<NotificationPreference[]>([ROOT, 'other', 'notificationPreferences'], (all) =>
    all?.map((one) => (one.kind === preference.kind ? preference : one)),
  )
}

/** The effect of `useMuteWord`. */
export function muteWord(client: QueryClient): void {
  refresh(client, ['other', 'mutedWords'])
}

/** The effect of `useUnmuteWord`. */
export function unmuteWord(client: QueryClient, { word }: { word: string }): void {
  truthOf(client).apply((_kind, row, key) =>
    key[2] === 'mutedWords' && row.word === word ? null : undefined,
  )
}

/** The effect of `useEndSession`. */
export function endSession(client: QueryClient, _: SessionEnd, id: string): void {
  truthOf(client).apply((_kind, row, key) =>
    key[2] === 'sessions' && row.id === id ? null : undefined,
  )
}

/** The effect of `useSetFeedWeights`. */
export function setFeedWeights(client: QueryClient, weights: FeedWeights): void {
  client.setQueryData([ROOT, 'other', 'weights'], weights)
}

/** The effect of `useShowLess`. */
export function showLess(
  client: QueryClient,
  _: FeedDamper,
  { id }: ShowLessInput & { id: string },
): void {
  drop(client, 'posts', id, 'forYou')
  refresh(client, ['other', 'shownLess'])
}

/** The effect of `useResolveReport`. */
export function resolveReport(client: QueryClient): void {
  refresh(client, ['other', 'reportQueue'], ['other', 'reportReview'])
}

/** The effect of `useDecideAppeal`. */
export function decideAppeal(client: QueryClient): void {
  refresh(client, ['other', 'appealQueue'])
}
