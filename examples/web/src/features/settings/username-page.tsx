import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { isSocialError, type UsernameStatus, unwrap } from 'supabase-social'
import { queries, useChangeUsername, useMe, useSocial } from 'supabase-social/react'
import { describeError } from '../../lib/errors.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { Loaded, Setting } from './setting.tsx'

const text = strings.settings.username

/** Changes the address of the profile. */
export function UsernamePage() {
  return (
    <Setting page="username">
      <Loaded query={useMe()}>{({ username }) => <UsernameForm now={username} />}</Loaded>
    </Setting>
  )
}

function UsernameForm({ now }: { now: string }) {
  const change = useChangeUsername()
  const { data: limits } = useQuery(queries.limits(useSocial()))
  const [username, setUsername] = useState(now)
  const isChanged = username !== now
  const status = useStatus(isChanged ? username : '')
  const wrong = status && status !== 'available' ? text.status[status] : null
  const refused = isSocialError(change.error) ? describeError(change.error) : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (change.isPending || !isChanged) return
    change.mutate(username, { onSuccess: () => toast(strings.settings.saved) })
  }
  return (
    <form className="stack" onSubmit={submit}>
      <TextField
        label={text.label}
        hint={
          status === 'available'
            ? text.status.available
            : text.hint(limits?.username_change_days ?? 30)
        }
        value={username}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={30}
        error={wrong ?? refused}
        onChange={(event) => setUsername(event.target.value.trim().toLowerCase())}
      />
      <Button
        type="submit"
        kind="primary"
        disabled={!isChanged || wrong !== null}
        isPending={change.isPending}
      >
        {text.save}
      </Button>
    </form>
  )
}

/** Asks whether a name is free, a moment after the last letter. */
function useStatus(username: string): UsernameStatus | undefined {
  const social = useSocial()
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(username), 400)
    return () => clearTimeout(timer)
  }, [username])
  const { data } = useQuery({
    queryKey: ['username-status', asked],
    queryFn: async () => unwrap(await social.account.checkUsername(asked)),
    enabled: asked.length >= 3,
  })
  return asked === username ? data : undefined
}
