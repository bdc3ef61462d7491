import { type Followable, useFollow, useSession } from 'supabase-social/react'
import { useRequireLogin } from '../../app/require-login.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'

/** Follows and unfollows a person. Shows nothing for yourself. */
export function FollowButton({ person }: { person: Followable & { username: string } }) {
  const user = useSession()
  const requireLogin = useRequireLogin()
  const { state, toggle } = useFollow(person)
  if (user?.id === person.id) return null
  const label =
    state === 'accepted'
      ? strings.people.following
      : state === 'pending'
        ? strings.people.requested
        : strings.people.follow
  return (
    <Button
      size="small"
      kind={state ? 'plain' : 'primary'}
      aria-label={`${label} @${person.username}`}
      onClick={() => requireLogin(toggle)}
    >
      {label}
    </Button>
  )
}
