import { orEmpty, read, write } from '../call.ts'
import type { CreateProfileInput, UpdateProfileInput } from '../inputs.ts'
import type { Result } from '../result.ts'
import { retrying } from '../retry.ts'
import type { Client } from '../supabase.ts'
import type { Profile, UsernameStatus } from '../types.ts'
import { OwnAccount } from './own-account.ts'

/** What people do with their own profile: a part of `social.profiles`. */
export class OwnProfile extends OwnAccount {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    super(db)
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
   * Makes the profile of a login that has none: after OAuth, or from before supabase-social. Again with
   * the same words gives the same profile. Sent again by itself when the network fails.
   * Errors: `not_signed_in`, `profile_exists`, `username_invalid`, `username_taken`,
   * `display_name_too_long`, `text_invalid`.
   * @example await social.profiles.create({ username: 'anna', displayName: 'Anna' })
   */
  create({ username, displayName }: CreateProfileInput): Promise<Result<Profile>> {
    const optional = { display_name: displayName ?? undefined }
    return retrying(() => write(this.#db, 'create_profile', { username }, optional))
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
      avatar_id: orEmpty(changes.avatarId),
      is_private: changes.isPrivate,
      followers_visibility: changes.followersVisibility,
      following_visibility: changes.followingVisibility,
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
}
