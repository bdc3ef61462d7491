import { dead, type Role } from '../roles.ts'

/**
 * Who may call a function of schema social: `anybody` with the publishable key; a `person` with an
 * active account; every `account`, inactive ones too; a `login` without a profile; `staff`; an
 * `administrator`; the `server` with the secret key.
 *
 * This folder is the one place that says who may do what. `prove`, the attacks, the pgTAP tests of
 * rights (through supabase/tests/001_expected.sql) and the timing benchmark read it. Only
 * tests/support/visibility-model.ts states the rules again, on purpose: an independent model finds
 * mistakes that a shared one would repeat.
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

/** The error that a caller gets with any arguments, if any. */
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

/** The API roles that may execute such a function. */
export function mayExecute(callers: Callers): string[] {
  return callers === 'server' ? ['service_role'] : ['anon', 'authenticated']
}
