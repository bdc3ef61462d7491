import { list, read } from '../call.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import type { Client } from '../supabase.ts'
import type { Profile, ProfileCard } from '../types.ts'
import { OwnProfile } from './own-profile.ts'

/** People: your own profile, and everybody's. */
export class Profiles extends OwnProfile {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    super(db)
    this.#db = db
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
    return list(this.#db, 'profile_search', {}, options)
  }

  /**
   * People whose username begins with the text, then those whose name looks like it. At most 100
   * characters. Errors: `query_too_long`, `text_invalid`, `cursor_invalid`, `page_size_invalid`.
   * @example const { data: page } = await social.profiles.search('ann', { pageSize: 10 })
   */
  search(query: string, options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'profile_search', {}, options, { query: query ?? '' })
  }
}
