import { list } from '../call.ts'
import type { Report } from '../moderation-types.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Client } from '../supabase.ts'

/**
 * The reports that you sent with `report` of `social.posts`, `social.comments` or
 * `social.profiles`.
 */
export class Reports {
  readonly #db: Client

  /** `createSocial` creates this object. Apps do not call the constructor. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Lists the reports that you sent, with the decision of staff about each report. The latest
   * report comes first.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * for await (const report of social.reports.list()) {
   *   console.log(report.reason, report.decision ?? 'open')
   * }
   */
  list(options?: PageOptions): Pages<Report> {
    return list(this.#db, 'my_reports', {}, options)
  }
}
