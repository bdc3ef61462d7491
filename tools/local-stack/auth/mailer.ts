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
