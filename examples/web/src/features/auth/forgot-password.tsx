import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useSocial } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { AuthPage } from './auth-page.tsx'
import { FormError } from './form-error.tsx'
import { NewPasswordForm } from './new-password-form.tsx'
import { useForm } from './use-form.ts'

/** Sends the mail to set a new password, and takes the code from the mail. */
export function ForgotPasswordPage() {
  const social = useSocial()
  const [sentTo, setSentTo] = useState<string | null>(null)
  const form = useForm(async ({ email = '' }) => {
    const result = await social.auth.requestPasswordReset(email)
    if (!result.error) setSentTo(email)
    return result
  })
  if (sentTo) {
    return (
      <AuthPage title={strings.auth.mailSent}>
        <p>{strings.auth.mailSentText(sentTo)}</p>
        <p>
          <a href="/mail">{strings.auth.inbox}</a>
        </p>
        <NewPasswordForm email={sentTo} />
      </AuthPage>
    )
  }
  return (
    <AuthPage title={strings.auth.forgotTitle}>
      <p>{strings.auth.forgotText}</p>
      <form className="stack" onSubmit={form.submit}>
        <TextField
          label={strings.auth.email}
          name="email"
          type="email"
          autoComplete="username"
          required
        />
        <FormError error={form.error} />
        <Button type="submit" kind="primary" isWide isPending={form.isPending}>
          {strings.auth.sendMail}
        </Button>
        <Link to="/login">{strings.auth.back}</Link>
      </form>
    </AuthPage>
  )
}
