import { dead, type Role } from '../roles.ts'

/**
 * The callers that a function of schema social accepts:
 * - `anybody`: every request with the publishable key
 * - `person`: a signed-in person whose account is active
 * - `account`: a signed-in person with a profile, even if the account is inactive
 * - `login`: a signed-in user without a profile
 * - `staff`: moderators and administrators
 * - `administrator`: administrators only
 * - `server`: requests with the secret key
 *
 * Without the header x-social-profile, a request with the secret key gets the answers of a caller
 * without a login from all other functions.
 *
 * The expected rights are defined only in this folder. `prove`, the attacks, the timing benchmark
 * and the pgTAP tests of rights (through supabase/tests/001_expected.sql) read this folder.
 * tests/support/visibility-model.ts repeats the visibility rules on purpose, because an independent
 * model finds mistakes that a shared model would hide.
 */
export type Callers =
  | 'anybody'
  | 'person'
  | 'account'
  | 'login'
  | 'staff'
  | 'administrator'
  | 'server'

export const FORBIDDEN = '42501'

/**
 * Returns the error with which a function rejects every call of a role. Returns undefined if the
 * function accepts the role.
 */
export function refusal(callers: Callers, role: Role): string | undefined {
  if (callers === 'server') return role === 'service' ? undefined : FORBIDDEN
  if (callers === 'anybody') return undefined
  if (role === 'anon' || role === 'service' || dead.includes(role)) return 'not_signed_in'
  if (role === 'guest') return 'anonymous_user'
  if (callers === 'login') return role === 'newcomer' ? undefined : 'profile_exists'
  if (role === 'newcomer') return 'profile_missing'
  if (callers === 'account') return undefined
  if (role === 'suspended') return 'account_suspended'
  if (role === 'deactivated') return 'account_deactivated'
  if (role === 'unconfirmed') return 'account_unconfirmed'
  if (callers === 'person') return undefined
  if (role !== 'staff') return 'not_staff'
  return callers === 'staff' ? undefined : 'not_administrator'
}

/** Returns the database roles that may execute a function. `callers` are the accepted callers. */
export function mayExecute(callers: Callers): string[] {
  return callers === 'server' ? ['service_role'] : ['anon', 'authenticated', 'service_role']
}
