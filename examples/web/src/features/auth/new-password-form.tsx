import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import type { SocialErrorCode } from 'supabase-social'
import { useSocial } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { FormError } from './form-error.tsx'
import { useForm } from './use-form.ts'

/** After these errors the proof is used up, and this browser is signed in. */
const SIGNED_IN: SocialErrorCode[] = ['weak_password', 'same_password', 'insufficient_aal']

interface Proof {
  /** From the link of the mail. */
  tokenHash?: string | undefined
  /** The address to which the mail with the code went. */
  email?: string | undefined
}

/** Sets the new password with the link or the code of the mail. */
export function NewPasswordForm({ tokenHash, email }: Proof) {
  const social = useSocial()
  const navigate = useNavigate()
  const isProofUsed = useRef(false)
  const form = useForm(
    async ({ code = '', password: newPassword = '' }) => {
      const proof = isProofUsed.current
        ? {}
        : tokenHash
          ? { tokenHash }
          : email
            ? { email, code: code.trim() }
            : {}
      const result = await social.auth.resetPassword({ ...proof, newPassword })
      if (result.error) isProofUsed.current ||= SIGNED_IN.includes(result.error.code)
      else {
        toast(strings.auth.passwordSet)
        navigate({ to: '/' })
      }
      return result
    },
    ['weak_password', 'same_password'],
  )
  return (
    <form className="stack" onSubmit={form.submit}>
      {email && !tokenHash && (
        <TextField
          label={strings.auth.code}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
        />
      )}
      <TextField
        label={strings.auth.newPassword}
        name="password"
        type="password"
        autoComplete="new-password"
        hint={strings.auth.passwordHint}
        required
        error={form.errorOf('weak_password', 'same_password')}
      />
      <FormError error={form.error} />
      <Button type="submit" kind="primary" isWide isPending={form.isPending}>
        {strings.auth.setPassword}
      </Button>
    </form>
  )
}
