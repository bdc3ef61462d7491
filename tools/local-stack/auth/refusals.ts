import { bodyOf, type Call } from './mails.ts'
import { isBanned, type Rows } from './rows.ts'

/** The requests that need the token of a person. */
const OF_A_PERSON = /^\/auth\/v1\/(user|logout|reauthenticate|factors)(\/|$)/

/** The status of a request with an e-mail address while the provider of addresses is off. */
const WITHOUT_EMAIL: Record<string, number> = {
  ...{ recover: 400, resend: 400, otp: 422, magiclink: 422, token: 422 },
}

/** Defect of @supabase/lite 0.10.0: the provider of e-mail addresses is off for sign-ups only. */
export async function refuseWithoutEmail({ c, AuthError, options }: Call<unknown>): Promise<void> {
  const { path, method } = c.req
  const status = WITHOUT_EMAIL[path.split('/').at(-1) ?? '']
  if (!status || options.settings.allowsEmail || method !== 'POST') return
  if (!(await bodyOf(c)).email) return
  throw new AuthError(status, 'email_provider_disabled', 'Email logins are disabled')
}

/** Defect of @supabase/lite 0.10.0: a banned person can use the rest of a token. */
export function coverBans({ c, service, AuthError }: Call<{ repo: Rows }>): void {
  const { repo } = service
  const { findUserById } = repo
  repo.findUserById = async (id) => {
    const user = await findUserById(id)
    const isOwn = OF_A_PERSON.test(c.req.path) && c.get('userId') === id
    if (!user || !isOwn || !isBanned(user)) return user
    throw new AuthError(403, 'user_banned', 'User is banned')
  }
}
