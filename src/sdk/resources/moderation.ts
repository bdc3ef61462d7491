import { list, write } from '../call.ts'
import type {
  Appeal,
  AppealDecision,
  CaseOptions,
  DecisionInput,
  ModerateInput,
  ModerationState,
  ReportCase,
  ReportDecision,
  ReportReview,
} from '../moderation-types.ts'
import type { Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import type { Client } from '../supabase.ts'

/**
 * What staff do. Everything here answers `not_signed_in`, `profile_missing`, `not_staff` or, where
 * the config wants a second factor, `insufficient_aal` to whom it is not for.
 */
export class Moderation {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Open reports, oldest first, or the closed ones, latest first; without those of you. It shows no
   * content. Errors: `cursor_invalid`, `page_size_invalid`.
   * @example
   * for await (const report of social.moderation.queue()) {
   *   console.log(report.target_kind, report.reason, report.report_count)
   * }
   */
  queue({ state, ...options }: CaseOptions = {}): Pages<ReportCase> {
    return list(this.#db, 'moderation_queue', {}, options, { state })
  }

  /**
   * Shows what was reported, private or not, which the audit log notes. While the report is open,
   * `social.media.signedUrls` makes addresses of its files, too. Errors: `report_not_found`,
   * `cannot_moderate_self`, `not_administrator`.
   * @example
   * const { data: review } = await social.moderation.review('a-report-id')
   * console.log(review?.snapshot, review?.current)
   */
  review(reportId: string): Promise<Result<ReportReview>> {
    return write(this.#db, 'review_report', { report_id: reportId })
  }

  /**
   * Decides a report. The reporter sees the decision, not the reason; nothing is done to what was
   * reported. Errors: `report_not_found`, `report_resolved`, `cannot_moderate_self`,
   * `not_administrator`, `argument_missing`, `reason_missing`, `reason_too_long`,
   * `text_invalid`.
   * @example
   * await social.moderation.close('a-report-id', { decision: 'dismissed', reason: 'Satire' })
   */
  close(
    reportId: string,
    { decision, reason }: DecisionInput<ReportDecision>,
  ): Promise<Result<ReportCase>> {
    return write(this.#db, 'resolve_report', { report_id: reportId, decision, reason })
  }

  /**
   * Hides a post from everybody but its author, or restores it. Errors: `target_not_found`,
   * `cannot_moderate_self`, `not_administrator`, `action_invalid`, `report_not_found`,
   * `reason_missing`, `reason_too_long`, `text_invalid`.
   * @example
   * await social.moderation.moderatePost('a-post-id', { action: 'hide', reason: 'Advertising' })
   */
  moderatePost(
    postId: string,
    { action, reason, ground, reportId }: ModerateInput<'hide' | 'restore'>,
  ): Promise<Result<ModerationState>> {
    const optional = { ground, report_id: reportId }
    return write(this.#db, 'moderate_post', { post_id: postId, action, reason }, optional)
  }

  /**
   * Hides a comment from everybody but its author, or restores it. Errors: as `moderatePost`.
   * @example
   * await social.moderation.moderateComment('a-comment-id', { action: 'hide', reason: 'Insult' })
   */
  moderateComment(
    commentId: string,
    { action, reason, ground, reportId }: ModerateInput<'hide' | 'restore'>,
  ): Promise<Result<ModerationState>> {
    const optional = { ground, report_id: reportId }
    return write(this.#db, 'moderate_comment', { comment_id: commentId, action, reason }, optional)
  }

  /**
   * Limits an account to its followers, suspends it, or restores it from both. Errors: as
   * `moderatePost`, and `last_administrator`.
   * @example
   * await social.moderation.moderateProfile('a-profile-id', { action: 'suspend', reason: 'Fraud' })
   */
  moderateProfile(
    profileId: string,
    { action, reason, ground, reportId }: ModerateInput<'limit' | 'suspend' | 'restore'>,
  ): Promise<Result<ModerationState>> {
    const optional = { ground, report_id: reportId }
    return write(this.#db, 'moderate_profile', { profile_id: profileId, action, reason }, optional)
  }

  /**
   * Open appeals, oldest first, or the decided ones, latest first; without your own. Errors:
   * `cursor_invalid`, `page_size_invalid`.
   * @example const { data: page } = await social.moderation.appeals({ state: 'closed' })
   */
  appeals({ state, ...options }: CaseOptions = {}): Pages<Appeal> {
    return list(this.#db, 'appeals', {}, options, { state })
  }

  /**
   * Upholds a sanction, or overturns it, which lifts it; not for whoever acted, unless nobody else
   * is left. Errors: `appeal_not_found`, `appeal_decided`, `cannot_decide_own_action`,
   * `cannot_moderate_self`, `not_administrator`, `argument_missing`, `reason_missing`,
   * `reason_too_long`, `text_invalid`.
   * @example
   * await social.moderation.decideAppeal('an-appeal-id', { decision: 'overturned', reason: 'Art' })
   */
  decideAppeal(
    appealId: string,
    { decision, reason }: DecisionInput<AppealDecision>,
  ): Promise<Result<Appeal>> {
    return write(this.#db, 'decide_appeal', { appeal_id: appealId, decision, reason })
  }
}
