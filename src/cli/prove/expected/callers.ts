import { dead, type Role } from '../roles.ts'

/**
 * Who may call a function of schema social:
 * `anybody` with the publishable key; a `person` whose account is in use; somebody with an
 * `account`, suspended or not; a `login` without a profile; the `staff`, or of them an
 * `administrator`; the `server`, with the secret key.
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

/** The refusal that a caller gets whatever the arguments, if any. */
export function refusal(callers: Callers, role: Role): string | undefined {
  const isServer = role === 'service'
  if (callers === 'server' || isServer) {
    return isServer && callers === 'server' ? undefined : FORBIDDEN
  }
  if (callers === 'anybody') return undefined
  if (role === 'anon' || dead.includes(role)) return 'not_signed_in'
  if (callers === 'login') return role === 'newcomer' ? undefined : 'profile_exists'
  if (role === 'newcomer') return 'profile_missing'
  if (callers === 'account') return undefined
  if (role === 'suspended') return 'account_suspended'
  if (role === 'deactivated') return 'account_deactivated'
  if (callers === 'person') return undefined
  if (role !== 'staff') return 'not_staff'
  return callers === 'staff' ? undefined : 'not_administrator'
}

/** Which of the API roles may execute such a function. */
export function mayExecute(callers: Callers): string[] {
  return callers === 'server' ? ['service_role'] : ['anon', 'authenticated']
}
