'use client'

import { useRouter } from 'next/navigation'
import type { Profile } from 'supabase-social'
import { useFollow, useSession } from 'supabase-social/react'

const LABELS = { accepted: 'Following', pending: 'Requested', none: 'Follow' }

/** Follows and unfollows a person. Shows nothing for yourself. */
export function FollowButton({ profile }: { profile: Profile }) {
  const user = useSession()
  const router = useRouter()
  const { state, toggle, error } = useFollow(profile)
  if (user?.id === profile.id) return null
  const press = () => (user === null ? router.push('/sign-in') : toggle())
  return (
    <>
      <button type="button" aria-pressed={state !== null} onClick={press}>
        {LABELS[state ?? 'none']}
      </button>
      {error && <span role="alert">{error.message}</span>}
    </>
  )
}
