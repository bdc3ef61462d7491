import { Link, Navigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useSession, useSocial } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { AuthPage } from './auth-page.tsx'
import { FormError } from './form-error.tsx'
import { useForm } from './use-form.ts'

/** Creates a login and its profile. */
export function SignUpPage() {
  const social = useSocial()
  const user = useSession()
  const [sentTo, setSentTo] = useState<string | null>(null)
  const form = useForm(
    async ({ email = '', password = '', username = '', displayName = '' }) => {
      const name = displayName.trim()
      const result = await social.auth.signUp({
        ...{ email, password, username },
        ...(name && { displayName: name }),
      })
      if (result.data && !result.data.session) setSentTo(email)
      return result
    },
    ['username_taken', 'username_invalid', 'weak_password', 'email_address_invalid'],
  )
  if (user) return <Navigate to="/people" replace />
  if (sentTo) return <LookIntoInbox email={sentTo} />
  return (
    <AuthPage title={strings.auth.signUpTitle}>
      <form className="stack" onSubmit={form.submit}>
        <TextField
          label={strings.auth.username}
          name="username"
          hint={strings.auth.usernameHint}
          autoComplete="nickname"
          autoCapitalize="none"
          spellCheck={false}
          required
          error={form.errorOf('username_taken', 'username_invalid')}
        />
        <TextField label={strings.auth.displayName} name="displayName" autoComplete="name" />
        <TextField
          label={strings.auth.email}
          name="email"
          type="email"
          autoComplete="username"
          required
          error={form.errorOf('email_address_invalid')}
        />
        <TextField
          label={strings.auth.password}
          name="password"
          type="password"
          autoComplete="new-password"
          hint={strings.auth.passwordHint}
          required
          error={form.errorOf('weak_password')}
        />
        <FormError error={form.error} />
        <Button type="submit" kind="primary" isWide isPending={form.isPending}>
          {strings.auth.signUp}
        </Button>
        <p>
          {strings.auth.haveAccount} <Link to="/login">{strings.auth.logIn}</Link>
        </p>
      </form>
    </AuthPage>
  )
}

function LookIntoInbox({ email }: { email: string }) {
  const social = useSocial()
  const resend = async () => {
    const { error } = await social.auth.resendConfirmation(email)
    if (error) toastError(error)
    else toast(strings.auth.sentAgain)
  }
  return (
    <AuthPage title={strings.auth.mailSent}>
      <p>{strings.auth.confirmText(email)}</p>
      <p className="row">
        <a href="/mail">{strings.auth.inbox}</a>
        <Button kind="quiet" onClick={resend}>
          {strings.auth.resend}
        </Button>
      </p>
    </AuthPage>
  )
}
