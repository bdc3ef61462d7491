import { Link, useSearch } from '@tanstack/react-router'
import { strings } from '../../strings.ts'
import { AuthPage } from './auth-page.tsx'
import { NewPasswordForm } from './new-password-form.tsx'

/** The page to which the link of the mail leads. */
export function ResetPasswordPage() {
  const { token_hash } = useSearch({ from: '/bare/reset-password' })
  return (
    <AuthPage title={strings.auth.resetTitle}>
      <NewPasswordForm tokenHash={token_hash} />
      <Link to="/forgot-password">{strings.auth.resend}</Link>
    </AuthPage>
  )
}
