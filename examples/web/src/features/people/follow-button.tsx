import { useState } from 'react'
import { type Followable, useFollow, useSession } from 'supabase-social/react'
import { useRequireLogin } from '../../app/require-login.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'

interface FollowButtonProps {
  person: Followable & { username: string }
  size?: 'small' | 'normal' | undefined
}

/**
 * Follows and unfollows a person. Shows nothing for yourself. Asks before you leave a private
 * account, as only its owner can let you in again.
 */
export function FollowButton({ person, size = 'small' }: FollowButtonProps) {
  const user = useSession()
  const requireLogin = useRequireLogin()
  const [isAsking, setIsAsking] = useState(false)
  const { state, toggle } = useFollow(person)
  if (user?.id === person.id) return null
  const label =
    state === 'accepted'
      ? strings.people.following
      : state === 'pending'
        ? strings.people.requested
        : strings.people.follow
  const press = () =>
    state === 'accepted' && person.is_private ? setIsAsking(true) : requireLogin(toggle)
  return (
    <>
      <Button
        size={size}
        kind={state ? 'plain' : 'primary'}
        aria-label={`${label} @${person.username}`}
        onClick={press}
      >
        {label}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={strings.people.unfollowTitle(`@${person.username}`)}
        text={strings.people.unfollowText}
        confirmLabel={strings.people.unfollow}
        onConfirm={() => {
          toggle()
          setIsAsking(false)
        }}
        onClose={() => setIsAsking(false)}
      />
    </>
  )
}
