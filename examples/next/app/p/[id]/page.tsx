import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { isSocialError, shareTags } from 'supabase-social'
import * as queries from 'supabase-social/react/queries'
import { PostPage } from '../../../components/post-page'
import { openRequest } from '../../../lib/request'

const MISSING: string[] = ['post_not_found', 'invalid_input']

interface Props {
  params: Promise<{ id: string }>
}

/** A post with the other posts of its author. Public posts need no login. */
export default async function Page({ params }: Props) {
  const post = await readPost((await params).id)
  const { social, queryClient } = await openRequest()
  await Promise.all([
    queryClient.prefetchQuery(queries.profile(social, post.author_username)),
    queryClient.prefetchInfiniteQuery(queries.profilePosts(social, post.author_id)),
  ])
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PostPage id={post.id} />
    </HydrationBoundary>
  )
}

/** What a link to the post shows. A post that is not public has no tags. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const post = await readPost((await params).id)
  if (!post.is_shareable) return {}
  const { social } = await openRequest()
  const { title, description, image } = shareTags(post)
  // Who opens the link gets the picture at once, and so its address may expire.
  const { data: urls } = await social.media.createSignedUrls(image ? [image] : [])
  const images = Object.values(urls ?? {}).filter((url) => url !== null)
  return { title, description, openGraph: { type: 'article', title, description, images } }
}

/** Reads the post once for both of them. */
async function readPost(id: string) {
  const { social, queryClient } = await openRequest()
  try {
    return await queryClient.fetchQuery(queries.post(social, id))
  } catch (error) {
    // An address that contains no id is no post either.
    if (isSocialError(error) && MISSING.includes(error.code)) notFound()
    throw error
  }
}
