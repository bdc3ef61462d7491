import { Link, Navigate, useSearch } from '@tanstack/react-router'
import { useSession, useSocial } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { AuthPage } from './auth-page.tsx'
import { DemoLogins } from './demo-logins.tsx'
import { FormError } from './form-error.tsx'
import { useForm } from './use-form.ts'

/** The login, with the people of the demo. */
export function LogInPage() {
  const social = useSocial()
  const { next } = useSearch({ from: '/bare/login' })
  const user = useSession()
  const form = useForm(({ email = '', password = '' }) => social.auth.signIn({ email, password }))
  // Only a path of this app, so that a link cannot lead people elsewhere.
  if (user) return <Navigate to={next?.match(/^\/(?![/\\])/) ? next : '/'} replace />
  return (
    <AuthPage title={strings.auth.logInTo}>
      <form className="stack" onSubmit={form.submit}>
        <TextField
          label={strings.auth.email}
          name="email"
          type="email"
          autoComplete="username"
          required
        />
        <TextField
          label={strings.auth.password}
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        <FormError error={form.error} />
        <Button type="submit" kind="primary" isWide isPending={form.isPending}>
          {strings.auth.logIn}
        </Button>
        <p className="row" style={{ justifyContent: 'space-between' }}>
          <Link to="/forgot-password">{strings.auth.forgot}</Link>
          <span>
            {strings.auth.noAccount} <Link to="/signup">{strings.auth.signUp}</Link>
          </span>
        </p>
      </form>
      <DemoLogins />
    </AuthPage>
  )
}
