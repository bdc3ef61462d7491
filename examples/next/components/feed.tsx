'use client'

import { useHomeFeed } from 'supabase-social/react'
import { PostCard } from './post-card'

/** The home feed, page by page. The server has rendered the first page already. */
export function Feed() {
  const { items, query, newCount, showNew } = useHomeFeed()
  if (query.isPending) return <p>Loading…</p>
  if (query.isError && items.length === 0) return <p role="alert">{query.error.message}</p>
  if (items.length === 0) return <p>You do not follow anybody yet.</p>
  return (
    <>
      {newCount > 0 && (
        <button type="button" onClick={showNew}>
          {newCount} new posts
        </button>
      )}
      {items.map((post) => (
        <PostCard key={post.id} post={post} />
      ))}
      {query.hasNextPage && (
        <button type="button" onClick={() => query.fetchNextPage()} disabled={query.isFetching}>
          More posts
        </button>
      )}
    </>
  )
}
