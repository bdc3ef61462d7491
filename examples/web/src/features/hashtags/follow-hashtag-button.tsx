import type { Hashtag } from 'supabase-social'
import { useFollowHashtag } from 'supabase-social/react'
import { useRequireLogin } from '../../app/require-login.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'

interface FollowHashtagButtonProps {
  hashtag: Pick<Hashtag, 'hashtag' | 'display' | 'is_following'>
}

/** Follows and unfollows a hashtag. */
export function FollowHashtagButton({ hashtag }: FollowHashtagButtonProps) {
  const requireLogin = useRequireLogin()
  const { isFollowing, toggle } = useFollowHashtag(hashtag)
  const { follow, following, followOf, followingOf } = strings.hashtags
  return (
    <Button
      size="small"
      kind={isFollowing ? 'plain' : 'primary'}
      aria-label={isFollowing ? followingOf(hashtag.display) : followOf(hashtag.display)}
      onClick={() => requireLogin(toggle)}
    >
      {isFollowing ? following : follow}
    </Button>
  )
}
