import type { Mailbox } from '../mail.ts'

/**
 * Delivers mails to the local inbox with the links that GoTrue sends. Defect of @supabase/lite
 * 0.10.0: the links in lite's mails lead to the site instead of the API, and lose the requested
 * redirect.
 */
export function mailerOf(mailbox: Mailbox, origin: string, redirectTo: string) {
  const send =
    (subject: string, type?: string) =>
    async (to: string, ...rest: string[]) => {
      const code = rest.at(type ? 1 : 0) ?? null
      const query = new URLSearchParams({ token: rest[0] ?? '', type: type ?? '' })
      query.set('redirect_to', redirectTo)
      const links = type ? [`${origin}/auth/v1/verify?${query}`] : []
      mailbox.deliver({ to, subject, links, code })
    }
  return {
    sendConfirmation: send('Confirm Your Signup', 'signup'),
    sendRecovery: send('Reset Your Password', 'recovery'),
    sendMagicLink: send('Your Magic Link', 'magiclink'),
    sendEmailChange: send('Confirm Email Change', 'email_change'),
    sendReauthentication: send('Confirm Reauthentication'),
  }
}
