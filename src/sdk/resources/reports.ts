import { list, write } from '../call.ts'
import type { Report, ReportInput, Sanction } from '../moderation-types.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import { retrying } from '../retry.ts'
import type { Client } from '../supabase.ts'

/** Tell staff about something, and read and appeal what staff did to you. */
export class Reports {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Tells staff about a post. They get a copy of it as it is now; its author never learns of you.
   * Again, while your report is open, returns it. Errors: `not_signed_in`, `profile_missing`,
   * `post_not_found`, `cannot_report_self`, `argument_missing`, `reason_too_long`,
   * `text_invalid`, `rate_limited`.
   * @example
   * await social.reports.post('a-post-id', { reason: 'spam', note: 'The same in every comment' })
   */
  post(postId: string, { reason, note }: ReportInput): Promise<Result<Report>> {
    return retrying(() => write(this.#db, 'report_post', { post_id: postId, reason }, { note }))
  }

  /**
   * Tells staff about a comment, as `post` does about a post. Errors: `comment_not_found`, and those
   * of `post`.
   * @example await social.reports.comment('a-comment-id', { reason: 'harassment' })
   */
  comment(commentId: string, { reason, note }: ReportInput): Promise<Result<Report>> {
    return retrying(() =>
      write(this.#db, 'report_comment', { comment_id: commentId, reason }, { note }),
    )
  }

  /**
   * Tells staff about a person, as `post` does about a post. Errors: `profile_not_found`, and those
   * of `post`.
   * @example await social.reports.profile('a-profile-id', { reason: 'impersonation' })
   */
  profile(profileId: string, { reason, note }: ReportInput): Promise<Result<Report>> {
    return retrying(() =>
      write(this.#db, 'report_profile', { profile_id: profileId, reason }, { note }),
    )
  }

  /**
   * What you reported, latest first, and what came of it. Errors: `not_signed_in`,
   * `profile_missing`, `cursor_invalid`, `page_size_invalid`.
   * @example
   * for await (const report of social.reports.mine()) {
   *   console.log(report.reason, report.decision ?? 'open')
   * }
   */
  mine(options?: PageOptions): Pages<Report> {
    return list(this.#db, 'my_reports', {}, options)
  }

  /**
   * What staff did to you or to something of yours, latest first, and why; also while your account
   * is suspended. Errors: `not_signed_in`, `profile_missing`, `cursor_invalid`,
   * `page_size_invalid`.
   * @example
   * for await (const sanction of social.reports.sanctions()) {
   *   console.log(sanction.action, sanction.reason, sanction.appeal_ends_at)
   * }
   */
  sanctions(options?: PageOptions): Pages<Sanction> {
    return list(this.#db, 'my_sanctions', {}, options)
  }

  /**
   * Says what is wrong with a sanction against you, once; also while your account is suspended. Sent
   * again by itself when the network fails.
   * Errors: `not_signed_in`, `profile_missing`, `sanction_not_found`, `cannot_appeal`,
   * `appeal_exists`, `reason_missing`, `reason_too_long`, `text_invalid`.
   * @example await social.reports.appeal('a-sanction-id', 'It is a quotation, see the book.')
   */
  appeal(sanctionId: string, reason: string): Promise<Result<Sanction>> {
    return retrying(() => write(this.#db, 'appeal_sanction', { sanction_id: sanctionId, reason }))
  }
}
