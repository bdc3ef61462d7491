import { list, write } from '../call.ts'
import type { Sanction } from '../moderation-types.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import { retrying } from '../retry.ts'
import type { Client } from '../supabase.ts'

/** Sanctions on your account, posts and comments. Suspended people can call these methods, too. */
export class Sanctions {
  readonly #db: Client

  /** `createSocial` creates this object. Apps do not call the constructor. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Lists the sanctions on your account, posts and comments, and the reason for each sanction. The
   * latest sanction comes first.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * for await (const sanction of social.sanctions.list()) {
   *   console.log(sanction.action, sanction.reason, sanction.appeal_ends_at)
   * }
   */
  list(options?: PageOptions): Pages<Sanction> {
    return list(this.#db, 'my_sanctions', {}, options)
  }

  /**
   * Appeals a sanction with a reason. You can appeal each sanction once. Retries when the network
   * fails.
   * Errors: `sanction_not_found`, `cannot_appeal`, `appeal_exists`, `reason_missing`,
   * `reason_too_long`, `text_invalid`. Common errors: see docs/errors.md#common-errors.
   * @example await social.sanctions.appeal('a-sanction-id', 'It is a quotation, see the book.')
   */
  appeal(sanctionId: string, reason: string): Promise<Result<Sanction>> {
    return retrying(() => write(this.#db, 'appeal_sanction', { sanction_id: sanctionId, reason }))
  }
}
