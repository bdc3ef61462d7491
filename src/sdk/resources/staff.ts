import { list, write } from '../call.ts'
import type { StaffMember, StaffRemoval, StaffRole } from '../moderation-types.ts'
import type { PageOptions, Pages } from '../pages.ts'
import type { Result } from '../result.ts'
import type { Client } from '../supabase.ts'

/** Staff members. The operator adds the first administrator in Supabase Studio. */
export class Staff {
  readonly #db: Client

  /** `createSocial` creates this object. Apps do not call the constructor. */
  constructor(db: Client) {
    this.#db = db
  }

  /**
   * Lists the staff members. The person who was added last comes first. Only staff may call this
   * method.
   * Errors: `not_staff`, `insufficient_aal`. Common errors: see docs/errors.md#common-errors.
   * @example
   * for await (const member of social.staff.list()) console.log(member.username, member.role)
   */
  list(options?: PageOptions): Pages<StaffMember> {
    return list(this.#db, 'staff_members', {}, options)
  }

  /**
   * Makes a person a moderator or an administrator. Only administrators may call this method.
   * Errors: `not_staff`, `insufficient_aal`, `not_administrator`, `profile_not_found`,
   * `last_administrator`. Common errors: see docs/errors.md#common-errors.
   * @example await social.staff.add('a-profile-id', 'moderator')
   */
  add(profileId: string, role: StaffRole): Promise<Result<StaffMember>> {
    return write(this.#db, 'add_staff_member', { profile_id: profileId, role })
  }

  /**
   * Removes a person from the staff. The last administrator cannot be removed. Only administrators
   * may call this method.
   * Errors: `not_staff`, `insufficient_aal`, `not_administrator`, `last_administrator`.
   * Common errors: see docs/errors.md#common-errors.
   * @example await social.staff.remove('a-profile-id')
   */
  remove(profileId: string): Promise<Result<StaffRemoval>> {
    return write(this.#db, 'remove_staff_member', { profile_id: profileId })
  }
}
