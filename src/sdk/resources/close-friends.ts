import { list, write } from '../call.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import type { Client } from '../supabase.ts'
import type { ProfileCard, Relationship } from '../types.ts'

/** The people who see your posts of visibility `close_friends`. Nobody but you reads the list. */
export class CloseFriends {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Lets a person see your posts for close friends, also if they do not follow you. Nobody is told.
   * Again changes nothing. Errors: `not_signed_in`, `profile_missing`, `profile_not_found`,
   * `cannot_add_self`.
   * @example
   * await social.closeFriends.add('a-profile-id')
   * await social.posts.update('a-post-id', { visibility: 'close_friends' })
   */
  add(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'add_close_friend', { profile_id: profileId })
  }

  /**
   * Takes a person off the list: posts for close friends are hidden from them at once. Again
   * changes nothing. Errors: `not_signed_in`, `profile_missing`.
   * @example await social.closeFriends.remove('a-profile-id')
   */
  remove(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'remove_close_friend', { profile_id: profileId })
  }

  /**
   * Your close friends, latest first. Errors: `not_signed_in`, `profile_missing`,
   * `cursor_invalid`, `page_size_invalid`.
   * @example for await (const friend of social.closeFriends.list()) console.log(friend.username)
   */
  list(options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'close_friends', {}, options)
  }
}
