import { list, write } from '../call.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import type { Client } from '../supabase.ts'
import type { ProfileCard, Relationship } from '../types.ts'

/** People you block. Neither of you finds the other, anywhere; nobody is told. */
export class Blocks {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Blocks a person: follows and requests both ways are gone, and what they write under your posts
   * is hidden from everybody. Again changes nothing. Errors: `not_signed_in`, `profile_missing`,
   * `profile_not_found`, `cannot_block_self`.
   * @example
   * const { data: relationship } = await social.blocks.block('a-profile-id')
   * console.log(relationship?.is_blocked, relationship?.follow_state) // true, null
   */
  block(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'block_profile', { profile_id: profileId })
  }

  /**
   * Takes back your block; likes and comments between you show again, follows do not come back.
   * Again changes nothing. Errors: `not_signed_in`, `profile_missing`.
   * @example await social.blocks.unblock('a-profile-id')
   */
  unblock(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'unblock_profile', { profile_id: profileId })
  }

  /**
   * Whom you block, latest first: the only place where you still see them.
   * Errors: `not_signed_in`, `profile_missing`, `cursor_invalid`, `page_size_invalid`.
   * @example for await (const person of social.blocks.list()) console.log(person.username)
   */
  list(options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'blocked_profiles', {}, options)
  }
}
