import { list, write } from '../call.ts'
import type { MuteOptions } from '../inputs.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import type { Client } from '../supabase.ts'
import type { ProfileCard, Relationship } from '../types.ts'

/** People whose posts you keep out of your home feed. They cannot tell. */
export class Mutes {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Keeps a person's posts out of your home feed, until `expiresAt` or for good; you still find
   * them where you look for them. Again changes when it ends. Errors: `not_signed_in`,
   * `profile_missing`, `profile_not_found`, `cannot_mute_self`, `expires_at_invalid`.
   * @example
   * const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000)
   * await social.mutes.mute('a-profile-id', { expiresAt: tomorrow })
   */
  mute(profileId: string, { expiresAt }: MuteOptions = {}): Promise<Result<Relationship>> {
    const optional = { expires_at: toText(expiresAt) }
    return write(this.#db, 'mute_profile', { profile_id: profileId }, optional)
  }

  /**
   * Takes back your mute; the home feed shows what it left out. Again changes nothing.
   * Errors: `not_signed_in`, `profile_missing`.
   * @example await social.mutes.unmute('a-profile-id')
   */
  unmute(profileId: string): Promise<Result<Relationship>> {
    return write(this.#db, 'unmute_profile', { profile_id: profileId })
  }

  /**
   * Whom you mute at the moment, latest first. Errors: `not_signed_in`, `profile_missing`,
   * `cursor_invalid`, `page_size_invalid`.
   * @example const { data: page } = await social.mutes.list()
   */
  list(options?: PageOptions): Pages<ProfileCard> {
    return list(this.#db, 'muted_profiles', {}, options)
  }
}

/** JSON makes null of a date that is none, and null is for good: that is for the database to refuse. */
function toText(time: Date | string | undefined): string | undefined {
  if (!(time instanceof Date)) return time
  return Number.isNaN(time.getTime()) ? String(time) : time.toISOString()
}
