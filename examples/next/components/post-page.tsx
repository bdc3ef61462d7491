'use client'

import Link from 'next/link'
import type { Post } from 'supabase-social'
import { usePost, useProfile, useProfilePosts } from 'supabase-social/react'
import { FollowButton } from './follow-button'
import { PostCard } from './post-card'

/** A post, its author, and the other posts of the author. */
export function PostPage({ id }: { id: string }) {
  const { data: post, error } = usePost(id)
  if (error) return <p role="alert">{error.message}</p>
  if (!post) return <p>Loading…</p>
  return (
    <>
      <h1>Post by @{post.author_username}</h1>
      <PostCard post={post} />
      <Author username={post.author_username} />
      <AuthorPosts authorId={post.author_id} />
    </>
  )
}

function Author({ username }: { username: string }) {
  const { data: profile } = useProfile(username)
  if (!profile) return null
  return (
    <section aria-label="Author" className="author">
      <span>
        @{username} · {profile.follower_count} followers
      </span>
      <FollowButton profile={profile} />
    </section>
  )
}

function AuthorPosts({ authorId }: { authorId: string }) {
  const { items } = useProfilePosts(authorId)
  return (
    <section aria-label="Posts of the author">
      <ul>
        {items.map((post) => (
          <li key={post.id}>
            <Link href={`/p/${post.id}`}>{titleOf(post)}</Link> ♥ {post.like_count}
          </li>
        ))}
      </ul>
    </section>
  )
}

function titleOf(post: Post): string {
  return post.caption || 'A picture'
}
