import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useSocial } from 'supabase-social/react'
import { useAction } from '../../lib/use-action.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'

const text = strings.settings.gate

/** What somebody sees whose account is deactivated or deleted: the way back, and the way out. */
export function AwayPage({ state }: { state: 'deactivated' | 'deleted' }) {
  const social = useSocial()
  const client = useQueryClient()
  const navigate = useNavigate()
  const comeBack = useAction(
    ({ account }, _: undefined) => (state === 'deleted' ? account.restore() : account.reactivate()),
    () => {
      toast(text.welcome)
      return client.resetQueries()
    },
  )
  const logOut = async () => {
    await social.auth.signOut()
    client.clear()
    navigate({ to: '/login' })
  }
  return (
    <Page title={text[state]}>
      <EmptyState
        title={state === 'deleted' ? text.deletedText : text.deactivatedText}
        action={
          <div className="row">
            <Button
              kind="primary"
              isPending={comeBack.isPending}
              onClick={() => comeBack.mutate(undefined)}
            >
              {state === 'deleted' ? text.restore : text.reactivate}
            </Button>
            <Button onClick={logOut}>{text.logOut}</Button>
          </div>
        }
      />
    </Page>
  )
}
