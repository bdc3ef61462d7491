import { list } from '../call.ts'
import type { Report } from '../moderation-types.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Client } from '../supabase.ts'

/** Your own reports. `report` of posts, comments and profiles creates them. */
export class Reports {
  readonly #db: Client

  /** Created by `createSocial`. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Lists your reports and the decisions of staff about them, latest first.
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
