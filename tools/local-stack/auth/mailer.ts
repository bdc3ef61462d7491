import type { Mailbox } from '../mail.ts'
import type { MailTemplate, MailType } from '../project.ts'

/** The subjects of the mails that Auth has built in, and the texts of their links. */
const BUILT_IN: Record<MailType, [subject: string, link?: string]> = {
  confirmation: ['Confirm your email address', 'Confirm email address'],
  invite: ["You've been invited", 'Accept invitation'],
  magic_link: ['Your sign-in link', 'Sign in'],
  recovery: ['Reset your password', 'Reset password'],
  email_change: ['Confirm your new email address', 'Confirm new email address'],
  reauthentication: ['{{ .Token }} is your verification code'],
}

/**
 * Renders a mail by the template of the project, or as Auth has built it in. Defect of
 * `@supabase/lite` 0.10.0: every mail contains a link and a code, and no template changes the mail.
 */
export function renderMail(
  type: MailType,
  template: MailTemplate | undefined,
  values: Record<string, unknown>,
): [subject: string, html: string] {
  const [subject, link] = BUILT_IN[type]
  const html = link ? `<p><a href="{{ .ConfirmationURL }}">${link}</a></p>` : '<p>{{ .Token }}</p>'
  return [fill(template?.subject ?? subject, values), fill(template?.html ?? html, values)]
}

/** Replaces the variables of a Go template, such as `{{ .Token }}` and `{{ .Data.name }}`. */
function fill(template: string, values: Record<string, unknown>): string {
  return template.replace(/\{\{-?\s*((?:\.\w+)+)\s*-?\}\}/g, (_, path: string) => {
    const names = path.slice(1).split('.')
    const value = names.reduce<unknown>((found, name) => Object(found)[name], values)
    return String(value ?? '').replace(/[&<>"'+]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  })
}

/**
 * Delivers mails to the local inbox with the links that GoTrue sends. Defect of @supabase/lite
 * 0.10.0: the links in lite's mails lead to the site instead of the API, and lose the requested
 * redirect.
 */
export function mailerOf(
  mailbox: Mailbox,
  origin: string,
  redirectTo: string,
  templates: Partial<Record<MailType, MailTemplate>>,
  siteUrl: string,
) {
  const send =
    (mail: MailType, type?: string) =>
    async (to: string, ...rest: string[]) => {
      const query = `token=${rest[0]}&type=${type}&redirect_to=${redirectTo}`
      const values = {
        ConfirmationURL: `${origin}/auth/v1/verify?${query}`,
        Token: rest.at(type ? 1 : 0),
        ...{ TokenHash: rest[0], Email: to, SiteURL: siteUrl, RedirectTo: redirectTo },
      }
      mailbox.deliver(to, ...renderMail(mail, templates[mail], values))
    }
  return {
    sendConfirmation: send('confirmation', 'signup'),
    sendRecovery: send('recovery', 'recovery'),
    sendMagicLink: send('magic_link', 'magiclink'),
    sendEmailChange: send('email_change', 'email_change'),
    sendReauthentication: send('reauthentication'),
  }
}
