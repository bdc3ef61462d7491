import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { redirect } from 'next/navigation'
import * as queries from 'supabase-social/react/queries'
import { Feed } from '../components/feed'
import { isSignedIn, openRequest } from '../lib/request'

/** The posts of people whom you follow. */
export default async function Home() {
  if (!(await isSignedIn())) redirect('/sign-in')
  const { social, queryClient } = await openRequest()
  await queryClient.prefetchInfiniteQuery(queries.homeFeed(social))
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <h1>Home</h1>
      <Feed />
    </HydrationBoundary>
  )
}
