import { attempt } from '../attempt.ts'
import { fromAuth } from '../auth-errors.ts'
import { list, orEmpty, read, write } from '../call.ts'
import type { CreateProfileInput, UpdateProfileInput } from '../inputs.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import type { Client } from '../supabase.ts'
import type { Profile, ProfileCard, UsernameStatus } from '../types.ts'

/** People: your own profile, and everybody's. */
export class Profiles {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Your own page. Errors: `not_signed_in`, `profile_missing`.
   * @example const { data: me } = await social.profiles.me()
   */
  me(): Promise<Result<Profile>> {
    return read(this.#db, 'my_profile', {})
  }

  /**
   * A person's page: profile, counts and how you stand to each other. Error: `profile_not_found`.
   * @example const { data: person } = await social.profiles.get('a-profile-id')
   */
  get(profileId: string): Promise<Result<Profile>> {
    return read(this.#db, 'profile', { profile_id: profileId })
  }

  /**
   * A person's page by username, in any case, with or without @. A name given up less than 30 days
   * ago leads to its person too. Error: `profile_not_found`.
   * @example const { data: person } = await social.profiles.getByUsername('@anna')
   */
  getByUsername(username: string): Promise<Result<Profile>> {
    return read(this.#db, 'profile_by_username', { username })
  }

  /**
   * All people, in the order of their usernames. Errors: `cursor_invalid`, `page_size_invalid`.
   * @example for await (const person of social.profiles.list()) console.log(person.username)
   */
  list(options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'search_profiles', {}, options)
  }

  /**
   * People whose username begins with the text, then those whose name looks like it. At most 100
   * characters. Errors: `query_too_long`, `text_invalid`, `cursor_invalid`, `page_size_invalid`.
   * @example const { data: page } = await social.profiles.search('ann', { pageSize: 10 })
   */
  search(query: string, options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'search_profiles', {}, options, { query: query ?? '' })
  }

  /**
   * Makes the profile of a login that has none: after OAuth, or from before supabase-social.
   * Errors: `not_signed_in`, `profile_exists`, `username_invalid`, `username_taken`,
   * `display_name_too_long`, `text_invalid`.
   * @example await social.profiles.create({ username: 'anna', displayName: 'Anna' })
   */
  create({ username, displayName }: CreateProfileInput): Promise<Result<Profile>> {
    const optional = { display_name: displayName ?? undefined }
    return write(this.#db, 'create_profile', { username }, optional)
  }

  /**
   * Changes your profile. Errors: `not_signed_in`, `profile_missing`, `display_name_too_long`,
   * `bio_too_long`, `website_too_long`, `website_invalid`, `avatar_not_found`, `text_invalid`.
   * @example await social.profiles.update({ bio: 'Photographs bridges', website: null })
   */
  update(changes: UpdateProfileInput): Promise<Result<Profile>> {
    const optional = {
      display_name: orEmpty(changes.displayName),
      bio: orEmpty(changes.bio),
      website: orEmpty(changes.website),
      avatar_path: orEmpty(changes.avatarPath),
      is_private: changes.isPrivate,
    }
    return write(this.#db, 'update_profile', {}, optional)
  }

  /**
   * Takes another username, once in 30 days. For 30 days the former one leads to you and stays
   * closed to others. Errors: `not_signed_in`, `profile_missing`, `username_invalid`,
   * `username_taken`, `username_changed_recently`.
   * @example const { error } = await social.profiles.changeUsername('anna.b')
   */
  changeUsername(username: string): Promise<Result<Profile>> {
    return write(this.#db, 'change_username', { username })
  }

  /**
   * Whether you could register or take this username. Needs no login; a signed-in person may ask
   * 30 times an hour. Error: `rate_limited`.
   * @example
   * const { data: status } = await social.profiles.checkUsername('anna')
   * if (status === 'available') console.log('Take it')
   */
  checkUsername(username: string): Promise<Result<UsernameStatus>> {
    return write(this.#db, 'check_username', { username }) as Promise<Result<UsernameStatus>>
  }

  /**
   * Deletes your account for good: login, profile, posts, likes, follows and files. Comments of
   * yours that others replied to stay as empty tombstones. Signs this client out.
   * Errors: `not_signed_in`, `profile_missing`.
   * @example const { error } = await social.profiles.delete()
   */
  async delete(): Promise<Result<boolean>> {
    const result = await write(this.#db, 'delete_profile', {})
    if (result.data) await attempt(() => this.#db.auth.signOut({ scope: 'local' }), fromAuth)
    return result
  }
}
