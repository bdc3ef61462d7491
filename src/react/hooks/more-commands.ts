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
import { drop, refresh } from '../truth/refresh.ts'
import { ROOT } from '../truth/rows.ts'
import { truthOf } from '../truth/truth.ts'
import { type Command, useCommand } from './command.ts'

const UNSEEN = [ROOT, 'other', 'unseenCount']

/**
 * Marks notifications as seen, up to the cursor of the newest one that you show.
 * @example useMarkSeen().mutate(items[0].cursor)
 */
export function useMarkSeen(): Command<number, string> {
  return useCommand(
    ({ notifications }, upTo) => notifications.markSeen(upTo),
    (client, unseen) => {
      client.setQueryData(UNSEEN, unseen)
    },
  )
}

/**
 * Marks notifications as read by their ids.
 * @example useMarkRead().mutate([notification.id])
 */
export function useMarkRead(): Command<number, string[]> {
  return useCommand(
    ({ notifications }, ids) => notifications.markRead(ids),
    (client, unseen, ids) => {
      client.setQueryData(UNSEEN, unseen)
      truthOf(client).apply((kind, row) =>
        kind === 'notifications' && ids.includes(String(row.id)) ? { is_read: true } : undefined,
      )
    },
  )
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
    ({ notifications }, { kind, fromWhom }) => notifications.setPreference(kind, fromWhom),
    (client, preference) => {
      client.setQueryData<NotificationPreference[]>(
        [ROOT, 'other', 'notificationPreferences'],
        (all) => all?.map((one) => (one.kind === preference.kind ? preference : one)),
      )
    },
  )
}

/**
 * Mutes a word, phrase or hashtag.
 * @example useMuteWord().mutate({ word: 'spoiler' })
 */
export function useMuteWord(): Command<Omit<MutedWord, 'cursor'>, MuteOptions & { word: string }> {
  return useCommand(
    ({ words }, { word, ...options }) => words.mute(word, options),
    (client) => refresh(client, ['other', 'mutedWords']),
  )
}

/**
 * Unmutes a word.
 * @example useUnmuteWord().mutate('spoiler')
 */
export function useUnmuteWord(): Command<Pick<MutedWord, 'word' | 'display'>, string> {
  return useCommand(
    ({ words }, word) => words.unmute(word),
    (client, { word }) => {
      truthOf(client).apply((_kind, row, key) =>
        key[2] === 'mutedWords' && row.word === word ? null : undefined,
      )
    },
  )
}

/**
 * Ends one of your sessions by its id.
 * @example useEndSession().mutate(session.id)
 */
export function useEndSession(): Command<SessionEnd, string> {
  return useCommand(
    ({ account }, id) => account.endSession(id),
    (client, _, id) => {
      truthOf(client).apply((_kind, row, key) =>
        key[2] === 'sessions' && row.id === id ? null : undefined,
      )
    },
  )
}

/**
 * Sets your weights of the feed For You.
 * @example useSetFeedWeights().mutate({ explore: 0 })
 */
export function useSetFeedWeights(): Command<FeedWeights, FeedWeightsInput> {
  return useCommand(
    ({ feed }, weights) => feed.setWeights(weights),
    (client, weights) => {
      client.setQueryData([ROOT, 'other', 'weights'], weights)
    },
  )
}

/**
 * Shows less like a post in the feed For You.
 * @example useShowLess().mutate({ id: post.id, of: 'author' })
 */
export function useShowLess(): Command<FeedDamper, ShowLessInput & { id: string }> {
  return useCommand(
    ({ feed }, { id, ...input }) => feed.showLess(id, input),
    (client, _, { id }) => {
      drop(client, 'posts', id, 'forYou')
      refresh(client, ['other', 'shownLess'])
    },
  )
}

/**
 * Decides about a report, as staff.
 * @example useResolveReport().mutate({ id: report.id, decision: 'dismissed', reason: 'Harmless' })
 */
export function useResolveReport(): Command<
  ReportCase,
  DecisionInput<ReportDecision> & { id: string }
> {
  return useCommand(
    ({ moderation }, { id, ...input }) => moderation.resolveReport(id, input),
    (client) => refresh(client, ['other', 'reportQueue'], ['other', 'reportReview']),
  )
}

/**
 * Decides about an appeal, as staff.
 * @example useDecideAppeal().mutate({ id: appeal.id, decision: 'upheld', reason: 'As before' })
 */
export function useDecideAppeal(): Command<Appeal, DecisionInput<AppealDecision> & { id: string }> {
  return useCommand(
    ({ moderation }, { id, ...input }) => moderation.decideAppeal(id, input),
    (client) => refresh(client, ['other', 'appealQueue']),
  )
}
