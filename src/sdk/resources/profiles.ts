import { toTime } from '../arguments.ts'
import { list, read, search, write } from '../call.ts'
import type { MuteOptions } from '../inputs.ts'
import type { Report, ReportInput } from '../moderation-types.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import { retrying } from '../retry.ts'
import type { Client } from '../supabase.ts'
import type { Profile, ProfileCard, Relationship } from '../types.ts'

/** Other people: their profiles, and your relationship to them. */
export class Profiles {
  readonly #db: Client

  /** `createSocial` creates this object. Apps do not call the constructor. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Gets a profile with its counts and your relationship to the person.
   * Error: `profile_not_found`. Common errors: see docs/errors.md#common-errors.
   * @example const { data: person } = await social.profiles.get('a-profile-id')
   */
  get(profileId: string): Promise<Result<Profile>> {
    return read(this.#db, 'profile', { profile_id: profileId })
  }

  /**
   * Gets a profile by username. Letter case and a leading @ make no difference. For 30 days after a
   * person changes their username, the old username leads to the person, too.
   * Error: `profile_not_found`. Common errors: see docs/errors.md#common-errors.
   * @example const { data: person } = await social.profiles.getByUsername('@anna')
   */
  getByUsername(username: string): Promise<Result<Profile>> {
    return read(this.#db, 'profile_by_username', { username })
  }

  /**
   * Lists all profiles in alphabetical order of their usernames. By default, only signed-in people
   * may list all profiles (`config.directory_visibility`).
   * Error: `query_too_short`. Common errors: see docs/errors.md#common-errors.
   * @example for await (const person of social.profiles.list()) console.log(person.username)
   */
  list(options?: PageOptions): Pages<ProfileCard> {
    return search(this.#db, 'profile_search', options, {})
  }

  /**
   * Searches profiles. Usernames that start with the query come first, then similar names. A query
   * has at most 100 characters. People who may not list all profiles need at least two letters.
   * Errors: `query_too_long`, `query_too_short`, `text_invalid`.
   * Common errors: see docs/errors.md#common-errors.
   * @example const { data: page } = await social.profiles.search('ann', { pageSize: 10 })
   */
  search(query: string, options?: PageOptions): Pages<ProfileCard> {
    return search(this.#db, 'profile_search', options, { query: query ?? '' })
  }

  /**
   * Follows a person. A private account gets a follow request, and `follow_state` is `pending`
   * until the person accepts the request. If the person has rejected or removed you, wait 24 hours
   * (`config.follow_pause_hours`). Idempotent.
   * Errors: `profile_not_found`, `cannot_follow_self`, `following_too_many`.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { data: relationship } = await social.profiles.follow('a-profile-id')
   * if (relationship?.follow_state === 'pending') console.log('Requested')
   */
  follow(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'follow_profile', { profile_id: profileId })
  }

  /**
   * Unfollows a person, or withdraws your follow request. Idempotent.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.profiles.unfollow('a-profile-id')
   */
  unfollow(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'unfollow_profile', { profile_id: profileId })
  }

  /**
   * Removes one of your followers. The person is not notified, and may follow you again after 24
   * hours (`config.follow_pause_hours`). Idempotent.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.profiles.removeFollower('a-profile-id')
   */
  removeFollower(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'remove_follower', { follower_id: profileId })
  }

  /**
   * Lists the followers of a person, latest follow first. The list is empty if the person hides
   * this list from you.
   * Error: `profile_not_found`. Common errors: see docs/errors.md#common-errors.
   * @example
   * for await (const person of social.profiles.listFollowers('a-profile-id')) {
   *   console.log(person.username)
   * }
   */
  listFollowers(profileId: string, options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'profile_followers', { profile_id: profileId }, options)
  }

  /**
   * Lists the people whom a person follows, latest follow first. The list is empty if the person
   * hides this list from you.
   * Error: `profile_not_found`. Common errors: see docs/errors.md#common-errors.
   * @example const { data: page } = await social.profiles.listFollowing('a-profile-id')
   */
  listFollowing(profileId: string, options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'profile_following', { profile_id: profileId }, options)
  }

  /**
   * Blocks a person. The person is not notified. You and the person no longer see each other
   * anywhere. All follows and follow requests between you are removed. Comments of the person under
   * your posts are hidden. Idempotent.
   * Errors: `profile_not_found`, `cannot_block_self`.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { data: relationship } = await social.profiles.block('a-profile-id')
   * console.log(relationship?.is_blocked, relationship?.follow_state) // true, null
   */
  block(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'block_profile', { profile_id: profileId })
  }

  /**
   * Unblocks a person. Likes and comments between you and the person become visible again. Removed
   * follows are not restored. Idempotent.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.profiles.unblock('a-profile-id')
   */
  unblock(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'unblock_profile', { profile_id: profileId })
  }

  /**
   * Mutes a person until `expiresAt`, or forever. Your home feed leaves out the person's posts, and
   * your notifications leave out the person. The person is not notified. A second call replaces
   * `expiresAt`.
   * Errors: `profile_not_found`, `cannot_mute_self`, `expires_at_invalid`.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000)
   * await social.profiles.mute('a-profile-id', { expiresAt: tomorrow })
   */
  mute(profileId: string, { expiresAt }: MuteOptions = {}): Promise<Result<Relationship>> {
    const optional = { expires_at: toTime(expiresAt) }
    return write(this.#db, 'mute_profile', { profile_id: profileId }, optional)
  }

  /**
   * Unmutes a person. Your home feed shows all posts of the person again, including earlier posts.
   * Idempotent.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.profiles.unmute('a-profile-id')
   */
  unmute(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'unmute_profile', { profile_id: profileId })
  }

  /**
   * Adds a person to your close friends. Close friends see your posts of visibility
   * `close_friends`. If your account is private, they must also follow you. A person who stops
   * following you is no longer a close friend. The person is not notified. Idempotent.
   * Errors: `profile_not_found`, `cannot_add_self`.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * await social.profiles.addCloseFriend('a-profile-id')
   * await social.posts.update('a-post-id', { visibility: 'close_friends' })
   */
  addCloseFriend(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'add_close_friend', { profile_id: profileId })
  }

  /**
   * Removes a person from your close friends. The person no longer sees your posts of visibility
   * `close_friends`. Idempotent.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.profiles.removeCloseFriend('a-profile-id')
   */
  removeCloseFriend(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'remove_close_friend', { profile_id: profileId })
  }

  /**
   * Rings the bell of a person: every new post of the person notifies you, as far as you may see the
   * post. You need not follow the person. The bell ends when you unring it, when you stop following
   * the person, or with a block. The person is not notified. Idempotent.
   * Errors: `profile_not_found`, `cannot_ring_self`.
   * Common errors: see docs/errors.md#common-errors.
   * @example
   * const { data: relationship } = await social.profiles.ringBell('a-profile-id')
   * console.log(relationship?.is_bell_on) // true
   */
  ringBell(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'ring_bell', { profile_id: profileId })
  }

  /**
   * Unrings the bell of a person. Earlier notifications stay. Idempotent.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.profiles.unringBell('a-profile-id')
   */
  unringBell(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'unring_bell', { profile_id: profileId })
  }

  /**
   * Reports a person to staff. The person never learns who sent the report. A second call returns
   * your open report. Retries when the network fails.
   * Errors: `profile_not_found`, `cannot_report_self`, `reason_too_long`, `text_invalid`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.profiles.report('a-profile-id', { reason: 'impersonation' })
   */
  report(profileId: string, { reason, note }: ReportInput): Promise<Result<Report>> {
    const needed = { profile_id: profileId, reason }
    return retrying(() => write(this.#db, 'report_profile', needed, { note }))
  }
}
