import type { Row } from './rows.ts'
import type { AuthService } from './service.ts'

/** The columns of auth.users that the JSON of a user contains if they are set. */
const IF_SET = [
  ...['email_confirmed_at', 'phone_confirmed_at', 'invited_at', 'confirmation_sent_at'],
  ...['recovery_sent_at', 'reauthentication_sent_at', 'banned_until', 'deleted_at'],
]

/**
 * Completes the JSON of a user. Defect of @supabase/lite 0.10.0: lite leaves out bans, phone
 * numbers and factors, and takes everybody for somebody with an address.
 */
export function coverUserJson(service: AuthService): void {
  const map = service.mapUserToResponse.bind(service)
  service.mapUserToResponse = (user, identities, context) => {
    const { email_confirmed_at, ...answer } = map(user, identities, context)
    const set = IF_SET.filter((name) => user[name]).map((name) => [name, user[name]])
    const [first] = identities
    const shown = answer.identities as Row[]
    return {
      ...{ ...answer, ...Object.fromEntries(set), is_anonymous: user.is_anonymous },
      ...(first?.factors ? { factors: first.factors } : {}),
      // Only an identity with an address has one.
      identities: shown.map((one, i) => ({ ...one, email: identities[i]?.email || undefined })),
    }
  }
}
