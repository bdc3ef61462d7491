'use client'

import Link from 'next/link'
import type { Post } from 'supabase-social'
import { LikeButton } from './like-button'
import { Picture } from './picture'

/** A post: who, when, the first picture, the caption and the like. */
export function PostCard({ post }: { post: Post }) {
  const name = post.author_display_name ?? post.author_username
  const [first] = post.media
  return (
    <article aria-label={`Post by ${name}`}>
      <p>
        <strong>{name}</strong> <Link href={`/p/${post.id}`}>{dayOf(post.created_at)}</Link>
      </p>
      {first && <Picture item={first} />}
      <p>{post.caption}</p>
      <LikeButton post={post} />
    </article>
  )
}

/** Server and browser write the same, because neither uses its own language or time zone. */
function dayOf(time: string): string {
  return new Date(time).toLocaleDateString('en', { dateStyle: 'medium', timeZone: 'UTC' })
}
