import type { AuthErrorClass, Context } from '../lite/context.ts'
import type { ProjectSettings } from '../project.ts'
import { isBanned, type Rows } from './rows.ts'

/** The requests that need the token of a person. */
const OF_A_PERSON = /^\/auth\/v1\/(user|logout|reauthenticate|factors)(\/|$)/

/** The status of a request with an e-mail address while the provider of addresses is off. */
const WITHOUT_EMAIL: Record<string, number> = {
  ...{ recover: 400, resend: 400, otp: 422, magiclink: 422, token: 422 },
}

/**
 * Refuses requests that Auth refuses before it reads the database. Defect of @supabase/lite 0.10.0:
 * the provider of e-mail addresses can be off for sign-ups only. A request without a token gets
 * another error, because the gateway of a hosted project makes a token of the key.
 */
export async function refuseEarly(
  c: Context,
  AuthError: AuthErrorClass,
  { allowsEmail }: ProjectSettings,
): Promise<void> {
  const { path } = c.req
  if (OF_A_PERSON.test(path) && /^(Bearer sb_.*)?$/.test(c.req.header('authorization') ?? '')) {
    throw new AuthError(403, 'bad_jwt', 'invalid claim: missing sub claim')
  }
  const status = WITHOUT_EMAIL[path.split('/').at(-1) ?? '']
  if (!allowsEmail && status && c.req.method === 'POST' && /"email"/.test(await c.req.text())) {
    throw new AuthError(status, 'email_provider_disabled', 'Email logins are disabled')
  }
}

/** Defect of @supabase/lite 0.10.0: a banned person can use the rest of a token. */
export function coverBans(c: Context, repo: Rows, AuthError: AuthErrorClass): void {
  const byId = repo.findUserById
  repo.findUserById = async (id) => {
    const user = await byId(id)
    const isOwn = OF_A_PERSON.test(c.req.path) && c.get('userId') === id
    if (!user || !isOwn || !isBanned(user)) return user
    throw new AuthError(403, 'user_banned', 'User is banned')
  }
}
