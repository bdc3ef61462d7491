import { useRef } from 'react'
import { useSession, useSocial } from 'supabase-social/react'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { FormError } from '../auth/form-error.tsx'
import { useForm } from '../auth/use-form.ts'
import { Setting } from './setting.tsx'

const text = strings.settings.password

/** Sets a new password. */
export function PasswordPage() {
  const social = useSocial()
  const user = useSession()
  const element = useRef<HTMLFormElement>(null)
  const form = useForm(
    async ({ current: currentPassword = '', next: newPassword = '' }) => {
      const result = await social.auth.updatePassword({ currentPassword, newPassword })
      if (!result.error) {
        element.current?.reset()
        toast(text.done)
      }
      return result
    },
    ['current_password_invalid', 'weak_password', 'same_password'],
  )
  return (
    <Setting page="password">
      <form ref={element} className="stack" onSubmit={form.submit}>
        {/* Password managers need to know whose password changes. */}
        <input
          type="email"
          autoComplete="username"
          value={user?.email ?? ''}
          aria-label={strings.auth.email}
          readOnly
          hidden
        />
        <TextField
          label={text.current}
          name="current"
          type="password"
          autoComplete="current-password"
          required
          error={form.errorOf('current_password_invalid')}
        />
        <TextField
          label={text.next}
          hint={text.hint}
          name="next"
          type="password"
          autoComplete="new-password"
          required
          error={form.errorOf('weak_password', 'same_password')}
        />
        <FormError error={form.error} />
        <Button type="submit" kind="primary" isPending={form.isPending}>
          {text.save}
        </Button>
      </form>
    </Setting>
  )
}
