import { list, write } from '../call.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import type { Client } from '../supabase.ts'
import type { ProfileCard, Relationship } from '../types.ts'

/** Follow requests that other people sent to your private account. */
export class FollowRequests {
  readonly #db: Client

  /** `createSocial` creates this object. Apps do not call the constructor. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Lists the people who requested to follow you, latest request first.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * for await (const person of social.followRequests.list()) {
   *   await social.followRequests.accept(person.id)
   * }
   */
  list(options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'follow_requests', {}, options)
  }

  /**
   * Accepts a follow request. From now on, the person follows you. Idempotent.
   * Error: `follow_request_not_found`. Common errors: see docs/errors.md#common-errors.
   * @example await social.followRequests.accept('a-profile-id')
   */
  accept(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'accept_follow', { follower_id: profileId })
  }

  /**
   * Rejects a follow request. The person is not notified, and may request again after 24 hours
   * (`config.follow_pause_hours`). Idempotent.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.followRequests.reject('a-profile-id')
   */
  reject(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'reject_follow', { follower_id: profileId })
  }
}
