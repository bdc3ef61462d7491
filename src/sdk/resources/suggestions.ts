import { listByPost, write } from '../call.ts'
import type { Suggestion } from '../discovery-types.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import type { Client } from '../supabase.ts'
import type { Relationship } from '../types.ts'

/** Suggestions of people whom you may want to follow. */
export class Suggestions {
  readonly #db: Client

  /** `createSocial` creates this object. Apps do not call the constructor. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Lists people whom you may want to follow: people whom your followees follow, then people who
   * follow you, then popular people. Leaves out people whom you follow, asked to follow, mute, block
   * or dismissed.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { data: page } = await social.suggestions.list({ pageSize: 5 })
   * for (const { username, mutuals, mutual_count } of page?.items ?? []) {
   *   console.log(username, mutuals.map((person) => person.username), mutual_count)
   * }
   */
  list(options?: PageOptions): Pages<Suggestion> {
    return listByPost(this.#db, 'suggested_profiles', {}, options)
  }

  /**
   * Removes a person from your suggestions for good. The person is not notified. Idempotent.
   * Errors: `cannot_dismiss_self`, `profile_not_found`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.suggestions.dismiss('a-profile-id')
   */
  dismiss(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'dismiss_suggestion', { profile_id: profileId })
  }

  /**
   * Lets your suggestions show a dismissed person again, after up to ten minutes. Idempotent.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.suggestions.undismiss('a-profile-id')
   */
  undismiss(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'undismiss_suggestion', { profile_id: profileId })
  }
}
