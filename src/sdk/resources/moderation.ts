import { list, read, write } from '../call.ts'
import type { HashtagHiding, HiddenHashtag, HideHashtagInput } from '../discovery-types.ts'
import type {
  Appeal,
  AppealDecision,
  AuditEntry,
  CaseOptions,
  DailyStatistics,
  DecisionInput,
  ModerationInput,
  ModerationState,
  ReportCase,
  ReportDecision,
  ReportReview,
  StatisticsOptions,
} from '../moderation-types.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import type { Client } from '../supabase.ts'

/**
 * Moderation by staff. Every method returns the error `not_staff` to people who are not staff. If
 * the config requires a second factor, every method returns `insufficient_aal` to staff who signed
 * in without a second factor.
 */
export class Moderation {
  readonly #db: Client

  /** `createSocial` creates this object. Apps do not call the constructor. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Lists open reports (oldest first) or closed reports (latest first). The list does not contain
   * the reported content. Reports about you and by you are left out. Only administrators see reports
   * about staff.
   * Errors: `not_staff`, `insufficient_aal`. Common errors: see docs/errors.md#common-errors.
   * @example
   * for await (const report of social.moderation.listReports()) {
   *   console.log(report.target_kind, report.reason, report.report_count)
   * }
   */
  listReports({ state, ...options }: CaseOptions = {}): Pages<ReportCase> {
    return list(this.#db, 'moderation_queue', {}, options, { state })
  }

  /**
   * Gets the reported content, even if it is private, and records this access in the audit log.
   * While the report is open, `social.media.createSignedUrls` works for the reported files.
   * Errors: `report_not_found`, `not_staff`, `insufficient_aal`.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { data: review } = await social.moderation.reviewReport('a-report-id')
   * console.log(review?.snapshot, review?.current)
   */
  reviewReport(reportId: string): Promise<Result<ReportReview>> {
    return write(this.#db, 'review_report', { report_id: reportId })
  }

  /**
   * Closes a report with a decision. The reporter sees the decision, but not the reason. The
   * reported content does not change.
   * Errors: `report_not_found`, `report_resolved`, `reason_missing`, `reason_too_long`,
   * `text_invalid`, `not_staff`, `insufficient_aal`.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const decision = { decision: 'dismissed', reason: 'Satire' } as const
   * await social.moderation.resolveReport('a-report-id', decision)
   */
  resolveReport(
    reportId: string,
    { decision, reason }: DecisionInput<ReportDecision>,
  ): Promise<Result<ReportCase>> {
    return write(this.#db, 'resolve_report', { report_id: reportId, decision, reason })
  }

  /**
   * Hides a post from everybody except its author. Idempotent.
   * Errors: `target_not_found`, `cannot_moderate_self`, `not_administrator`, `report_not_found`,
   * `reason_missing`, `reason_too_long`, `text_invalid`, `not_staff`, `insufficient_aal`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.moderation.hidePost('a-post-id', { reason: 'Advertising' })
   */
  hidePost(postId: string, input: ModerationInput): Promise<Result<ModerationState>> {
    return this.#post(postId, 'hide', input)
  }

  /**
   * Restores a post that staff hid. Idempotent. Errors: as for `hidePost`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.moderation.restorePost('a-post-id', { reason: 'A mistake' })
   */
  restorePost(postId: string, input: ModerationInput): Promise<Result<ModerationState>> {
    return this.#post(postId, 'restore', input)
  }

  /**
   * Hides a comment from everybody except its author. Idempotent.
   * Errors: as for `hidePost`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.moderation.hideComment('a-comment-id', { reason: 'Insult' })
   */
  hideComment(commentId: string, input: ModerationInput): Promise<Result<ModerationState>> {
    return this.#comment(commentId, 'hide', input)
  }

  /**
   * Restores a comment that staff hid. Idempotent. Errors: as for `hidePost`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.moderation.restoreComment('a-comment-id', { reason: 'A mistake' })
   */
  restoreComment(commentId: string, input: ModerationInput): Promise<Result<ModerationState>> {
    return this.#comment(commentId, 'restore', input)
  }

  /**
   * Hides a hashtag from trends, or everywhere: then its list of posts is empty, and nobody finds or
   * follows it. The posts stay. Idempotent.
   * Errors: `hashtag_invalid`, `reason_missing`, `reason_too_long`, `text_invalid`, `not_staff`,
   * `insufficient_aal`. Common errors: see docs/errors.md#common-errors.
   * @example
   * await social.moderation.hideHashtag('#ad', { from: 'trends', reason: 'Advertising' })
   */
  hideHashtag(hashtag: string, input: HideHashtagInput): Promise<Result<HiddenHashtag>> {
    return this.#hashtag(hashtag, input.from ?? 'everywhere', input.reason)
  }

  /**
   * Restores a hashtag that staff hid. Idempotent. Errors: as for `hideHashtag`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.moderation.restoreHashtag('#ad', { reason: 'A mistake' })
   */
  restoreHashtag(hashtag: string, input: { reason: string }): Promise<Result<HiddenHashtag>> {
    return this.#hashtag(hashtag, null, input.reason)
  }

  /**
   * Limits an account, so that only its followers see its content. Idempotent.
   * Errors: as for `hidePost`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.moderation.limitProfile('a-profile-id', { reason: 'Spam' })
   */
  limitProfile(profileId: string, input: ModerationInput): Promise<Result<ModerationState>> {
    return this.#profile(profileId, 'limit', input)
  }

  /**
   * Suspends an account. Nobody sees its content, and its owner cannot write. Idempotent.
   * Errors: as for `hidePost`, and `last_administrator`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.moderation.suspendProfile('a-profile-id', { reason: 'Fraud' })
   */
  suspendProfile(profileId: string, input: ModerationInput): Promise<Result<ModerationState>> {
    return this.#profile(profileId, 'suspend', input)
  }

  /**
   * Restores an account that is limited or suspended. Idempotent. Errors: as for `hidePost`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.moderation.restoreProfile('a-profile-id', { reason: 'A mistake' })
   */
  restoreProfile(profileId: string, input: ModerationInput): Promise<Result<ModerationState>> {
    return this.#profile(profileId, 'restore', input)
  }

  /**
   * Lists open appeals (oldest first) or decided appeals (latest first). Appeals that you may not
   * decide are left out, such as your own.
   * Errors: `not_staff`, `insufficient_aal`. Common errors: see docs/errors.md#common-errors.
   * @example const { data: page } = await social.moderation.listAppeals({ state: 'closed' })
   */
  listAppeals({ state, ...options }: CaseOptions = {}): Pages<Appeal> {
    return list(this.#db, 'appeals', {}, options, { state })
  }

  /**
   * Decides an appeal. The decision upholds the sanction, or overturns and lifts it. The staff
   * member who imposed the sanction may decide only if nobody else can.
   * Errors: `appeal_not_found`, `appeal_decided`, `reason_missing`, `reason_too_long`,
   * `text_invalid`, `not_staff`, `insufficient_aal`.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const decision = { decision: 'overturned', reason: 'Art' } as const
   * await social.moderation.decideAppeal('an-appeal-id', decision)
   */
  decideAppeal(
    appealId: string,
    { decision, reason }: DecisionInput<AppealDecision>,
  ): Promise<Result<Appeal>> {
    return write(this.#db, 'decide_appeal', { appeal_id: appealId, decision, reason })
  }

  /**
   * Lists the actions of staff and of the operator, latest first. Actions that concern you and
   * actions about your own reports are left out. Only administrators see actions that concern staff.
   * Errors: `not_staff`, `insufficient_aal`. Common errors: see docs/errors.md#common-errors.
   * @example
   * for await (const entry of social.moderation.listAuditLog()) {
   *   console.log(entry.created_at, entry.actor_username, entry.action, entry.reason)
   * }
   */
  listAuditLog(options?: PageOptions): Pages<AuditEntry> {
    return list(this.#db, 'audit_log', {}, options)
  }

  /**
   * Gets what was new on each of the last days in UTC, oldest day first: people, posts, comments,
   * likes, reports and the size of the stored files. A day on which nothing happened has zeros.
   * Errors: `days_invalid`, `not_staff`, `insufficient_aal`.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { data: days } = await social.moderation.statistics({ days: 7 })
   * for (const { day, post_count } of days ?? []) console.log(day, post_count)
   */
  statistics({ days }: StatisticsOptions = {}): Promise<Result<DailyStatistics[]>> {
    return read(this.#db, 'statistics', {}, { days })
  }

  #post(id: string, action: 'hide' | 'restore', input: ModerationInput) {
    const { reason, ground, reportId } = input
    const optional = { ground, report_id: reportId }
    return write(this.#db, 'moderate_post', { post_id: id, action, reason }, optional)
  }

  #comment(id: string, action: 'hide' | 'restore', input: ModerationInput) {
    const { reason, ground, reportId } = input
    const optional = { ground, report_id: reportId }
    return write(this.#db, 'moderate_comment', { comment_id: id, action, reason }, optional)
  }

  #hashtag(hashtag: string, from: HashtagHiding | null, reason: string) {
    // The generated type does not say that the argument may be null.
    return write(this.#db, 'hide_hashtag', { hashtag, hidden_from: from as HashtagHiding, reason })
  }

  #profile(id: string, action: 'limit' | 'suspend' | 'restore', input: ModerationInput) {
    const { reason, ground, reportId } = input
    const optional = { ground, report_id: reportId }
    return write(this.#db, 'moderate_profile', { profile_id: id, action, reason }, optional)
  }
}
