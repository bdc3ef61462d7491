'use client'

import { useRouter } from 'next/navigation'
import type { Post } from 'supabase-social'
import { useLike, useSession } from 'supabase-social/react'

/** Likes and unlikes a post. Every other component that shows the post changes with it. */
export function LikeButton({ post }: { post: Post }) {
  const user = useSession()
  const router = useRouter()
  const { isLiked, likeCount, toggle, error } = useLike(post)
  const press = () => (user === null ? router.push('/sign-in') : toggle())
  return (
    <>
      <button type="button" aria-label="Like" aria-pressed={isLiked} onClick={press}>
        {isLiked ? '♥' : '♡'} {likeCount}
      </button>
      {error && <span role="alert">{error.message}</span>}
    </>
  )
}
