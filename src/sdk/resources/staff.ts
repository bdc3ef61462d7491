import { list, write } from '../call.ts'
import type { StaffMember, StaffRole } from '../moderation-types.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import type { Client } from '../supabase.ts'

/** Who moderates. The operator appoints the first administrator in Studio. */
export class Staff {
  readonly #db: Client

  /** Made by `createSocial`. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Who moderates, latest appointed first; for staff. Errors: `not_signed_in`, `profile_missing`,
   * `not_staff`, `insufficient_aal`, `cursor_invalid`, `page_size_invalid`.
   * @example
   * for await (const member of social.staff.list()) console.log(member.username, member.role)
   */
  list(options?: PageOptions): Pages<StaffMember> {
    return list(this.#db, 'staff_members', {}, options)
  }

  /**
   * Makes a person a moderator or an administrator; for administrators. Errors: `not_signed_in`,
   * `profile_missing`, `not_staff`, `insufficient_aal`, `not_administrator`, `argument_missing`,
   * `profile_not_found`, `last_administrator`.
   * @example await social.staff.appoint('a-profile-id', 'moderator')
   */
  appoint(profileId: string, role: StaffRole): Promise<Result<StaffMember>> {
    return write(this.#db, 'add_staff_member', { profile_id: profileId, role })
  }

  /**
   * Ends a person's work as staff, at once; for administrators. The last of them stays. Errors:
   * `not_signed_in`, `profile_missing`, `not_staff`, `insufficient_aal`, `not_administrator`,
   * `argument_missing`, `last_administrator`.
   * @example await social.staff.dismiss('a-profile-id')
   */
  dismiss(profileId: string): Promise<Result<boolean>> {
    return write(this.#db, 'remove_staff_member', { profile_id: profileId })
  }
}
