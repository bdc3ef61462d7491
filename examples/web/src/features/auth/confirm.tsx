import type { EmailOtpType } from '@supabase/supabase-js'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useSupabase } from '../../app/session.tsx'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { AuthPage } from './auth-page.tsx'
import { FormError } from './form-error.tsx'

/**
 * Confirms an address. Only the button uses the link up, because programs that scan mails open
 * every link.
 */
export function ConfirmPage() {
  const { token_hash = '', type = 'email' } = useSearch({ from: '/bare/confirm' })
  const supabase = useSupabase()
  const navigate = useNavigate()
  const [isPending, setIsPending] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const confirm = async () => {
    setIsPending(true)
    const { data, error } = await supabase.auth.verifyOtp({
      token_hash,
      type: type as EmailOtpType,
    })
    setIsPending(false)
    if (error) setProblem(strings.auth.linkUsed)
    else if (!data.session) setProblem(strings.auth.otherMail)
    else navigate({ to: type === 'invite' ? '/reset-password' : '/' })
  }
  return (
    <AuthPage title={strings.auth.confirmTitle}>
      <FormError error={problem} />
      <Button kind="primary" isWide isPending={isPending} onClick={confirm}>
        {strings.auth.confirm}
      </Button>
      <Link to="/login">{strings.auth.back}</Link>
    </AuthPage>
  )
}
