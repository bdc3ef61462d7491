import type {
  ModerationInput,
  ModerationState,
  ReportReview,
  Result,
  Social,
} from 'supabase-social'
import type { strings } from '../../strings.ts'
import type { Evidence } from './evidence.ts'

/** What staff can do about reported content. */
export type Action = keyof typeof strings.staff.actions

/** Returns what staff can do about the content as it is now. */
export function actionsFor({ target_kind }: ReportReview, current: Evidence | null): Action[] {
  const isHidden = Boolean(current?.hidden_at)
  const isSanctioned = Boolean(current?.limited_at ?? current?.suspended_at)
  const content: Action[] = {
    post: [isHidden ? 'restore_post' : 'hide_post'] as Action[],
    comment: [isHidden ? 'restore_comment' : 'hide_comment'] as Action[],
    profile: isSanctioned ? (['restore_profile'] as Action[]) : [],
  }[target_kind]
  return [...(current ? content : []), 'limit', 'suspend', 'none']
}

/** Does it, and closes the report with the same reason. */
export async function decide(
  { moderation }: Social,
  review: ReportReview,
  action: Action,
  input: Omit<ModerationInput, 'reportId'>,
): Promise<Result<unknown>> {
  const done = await act(moderation, review, action, { ...input, reportId: review.id })
  if (done?.error || review.decision) return done ?? { data: null, error: null }
  const isDismissed = action === 'none' || action.startsWith('restore')
  const decision = isDismissed ? 'dismissed' : 'action_taken'
  return moderation.resolveReport(review.id, { decision, reason: input.reason })
}

function act(
  moderation: Social['moderation'],
  { target_id, subject_id }: ReportReview,
  action: Action,
  input: ModerationInput,
): Promise<Result<ModerationState>> | null {
  if (action === 'hide_post') return moderation.hidePost(target_id, input)
  if (action === 'restore_post') return moderation.restorePost(target_id, input)
  if (action === 'hide_comment') return moderation.hideComment(target_id, input)
  if (action === 'restore_comment') return moderation.restoreComment(target_id, input)
  if (action === 'limit') return moderation.limitProfile(subject_id, input)
  if (action === 'suspend') return moderation.suspendProfile(subject_id, input)
  if (action === 'restore_profile') return moderation.restoreProfile(subject_id, input)
  return null
}
