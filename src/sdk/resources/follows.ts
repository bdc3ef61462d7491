import { list, write } from '../call.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import type { Client } from '../supabase.ts'
import type { ProfileCard, Relationship } from '../types.ts'

/** Who follows whom. A private account is asked first; everything may be repeated. */
export class Follows {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Follows a person, or asks a private account to be let in: then `follow_state` is `pending`.
   * Errors: `not_signed_in`, `profile_missing`, `profile_not_found`, `cannot_follow_self`,
   * `following_too_many`.
   * @example
   * const { data: relationship } = await social.follows.follow('a-profile-id')
   * if (relationship?.follow_state === 'pending') console.log('Asked')
   */
  follow(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'follow_profile', { profile_id: profileId })
  }

  /**
   * Stops following a person, or takes back the request. Errors: `not_signed_in`,
   * `profile_missing`.
   * @example await social.follows.unfollow('a-profile-id')
   */
  unfollow(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'unfollow_profile', { profile_id: profileId })
  }

  /**
   * Lets in a person who asked to follow you. Errors: `not_signed_in`, `profile_missing`,
   * `follow_request_not_found`.
   * @example await social.follows.accept('a-profile-id')
   */
  accept(followerId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'accept_follow', { follower_id: followerId })
  }

  /**
   * Turns down a request to follow you; nobody is told. Errors: `not_signed_in`,
   * `profile_missing`.
   * @example await social.follows.reject('a-profile-id')
   */
  reject(followerId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'reject_follow', { follower_id: followerId })
  }

  /**
   * Makes a follower stop following you; nobody is told. Errors: `not_signed_in`,
   * `profile_missing`.
   * @example await social.follows.removeFollower('a-profile-id')
   */
  removeFollower(followerId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'remove_follower', { follower_id: followerId })
  }

  /**
   * Who follows this person, latest first; none where the person does not show the list to you.
   * Errors: `profile_not_found`, `cursor_invalid`, `page_size_invalid`.
   * @example
   * for await (const person of social.follows.followers('a-profile-id')) {
   *   console.log(person.username)
   * }
   */
  followers(profileId: string, options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'profile_followers', { profile_id: profileId }, options)
  }

  /**
   * Whom this person follows, latest first; none where the person does not show the list to you.
   * Errors: `profile_not_found`, `cursor_invalid`, `page_size_invalid`.
   * @example const { data: page } = await social.follows.following('a-profile-id')
   */
  following(profileId: string, options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'profile_following', { profile_id: profileId }, options)
  }

  /**
   * Who asks to follow you, latest first. Errors: `not_signed_in`, `profile_missing`,
   * `cursor_invalid`, `page_size_invalid`.
   * @example
   * for await (const person of social.follows.requests()) await social.follows.accept(person.id)
   */
  requests(options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'follow_requests', {}, options)
  }
}
