import type { QueryClient } from '@tanstack/react-query'
import type { Social } from 'supabase-social'
import { prefetchSignedUrls, queries } from 'supabase-social/react'
import { loadFirst } from '../lib/first-picture.ts'

/** Puts the feed, the addresses of its pictures and the first picture on their way while React starts. */
export async function prefetchHome(queryClient: QueryClient, social: Social): Promise<void> {
  // The page itself shows an error of the feed.
  const feed = await queryClient.fetchInfiniteQuery(queries.homeFeed(social)).catch(() => null)
  const posts = feed?.pages[0]?.items ?? []
  const urls = await prefetchSignedUrls(
    social,
    posts.flatMap((post) => [post.author_avatar_path, ...post.media.map(({ path }) => path)]),
  )
  const [first] = posts
  const picture = first?.media[0]
  const url = picture && urls.get(picture.path)
  const isShown = !first?.is_sensitive && picture?.mime_type.startsWith('image/')
  if (url && isShown) loadFirst(url)
}
