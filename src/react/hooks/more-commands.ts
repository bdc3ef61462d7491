import type {
  FeedDamper,
  FeedWeights,
  FeedWeightsInput,
  MutedWord,
  ShowLessInput,
} from '../../sdk/discovery-types.ts'
import type { MuteOptions } from '../../sdk/inputs.ts'
import type {
  Appeal,
  AppealDecision,
  DecisionInput,
  ReportCase,
  ReportDecision,
} from '../../sdk/moderation-types.ts'
import type {
  NotificationKind,
  NotificationPreference,
  NotificationSource,
} from '../../sdk/notification-types.ts'
import type { SessionEnd } from '../../sdk/types.ts'
import { type Command, useCommand } from './command.ts'

/**
 * Marks notifications as seen, up to the cursor of the newest one that you show.
 * @example useMarkSeen().mutate(items[0].cursor)
 */
export function useMarkSeen(): Command<number, string> {
  return useCommand('notifications', 'markSeen')
}

/**
 * Marks notifications as read by their ids.
 * @example useMarkRead().mutate([notification.id])
 */
export function useMarkRead(): Command<number, string[]> {
  return useCommand('notifications', 'markRead')
}

/**
 * Sets whose actions notify you.
 * @example useSetNotificationPreference().mutate({ kind: 'post_like', fromWhom: 'following' })
 */
export function useSetNotificationPreference(): Command<
  NotificationPreference,
  { kind: NotificationKind; fromWhom: NotificationSource }
> {
  return useCommand(
    'notifications',
    'setPreference',
    ({ kind, fromWhom }: { kind: NotificationKind; fromWhom: NotificationSource }) => [
      'setPreference',
      kind,
      fromWhom,
    ],
  )
}

/**
 * Mutes a word, phrase or hashtag.
 * @example useMuteWord().mutate({ word: 'spoiler' })
 */
export function useMuteWord(): Command<Omit<MutedWord, 'cursor'>, MuteOptions & { word: string }> {
  return useCommand('words', 'mute', ({ word, ...options }: MuteOptions & { word: string }) => [
    'mute',
    word,
    options,
  ])
}

/**
 * Unmutes a word.
 * @example useUnmuteWord().mutate('spoiler')
 */
export function useUnmuteWord(): Command<Pick<MutedWord, 'word' | 'display'>, string> {
  return useCommand('words', 'unmute')
}

/**
 * Ends one of your sessions by its id.
 * @example useEndSession().mutate(session.id)
 */
export function useEndSession(): Command<SessionEnd, string> {
  return useCommand('account', 'endSession')
}

/**
 * Sets your weights of the feed For You.
 * @example useSetFeedWeights().mutate({ explore: 0 })
 */
export function useSetFeedWeights(): Command<FeedWeights, FeedWeightsInput> {
  return useCommand('feed', 'setWeights')
}

/**
 * Shows less like a post in the feed For You.
 * @example useShowLess().mutate({ id: post.id, of: 'author' })
 */
export function useShowLess(): Command<FeedDamper, ShowLessInput & { id: string }> {
  return useCommand('feed', 'showLess')
}

/**
 * Decides about a report, as staff.
 * @example useResolveReport().mutate({ id: report.id, decision: 'dismissed', reason: 'Harmless' })
 */
export function useResolveReport(): Command<
  ReportCase,
  DecisionInput<ReportDecision> & { id: string }
> {
  return useCommand('moderation', 'resolveReport')
}

/**
 * Decides about an appeal, as staff.
 * @example useDecideAppeal().mutate({ id: appeal.id, decision: 'upheld', reason: 'As before' })
 */
export function useDecideAppeal(): Command<Appeal, DecisionInput<AppealDecision> & { id: string }> {
  return useCommand('moderation', 'decideAppeal')
}
