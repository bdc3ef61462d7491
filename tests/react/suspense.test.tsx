import {
  dehydrate,
  HydrationBoundary,
  QueryClient,
  QueryClientProvider,
  useSuspenseInfiniteQuery,
  useSuspenseQuery,
} from '@tanstack/react-query'
import { act, screen, waitFor } from '@testing-library/react'
import { Suspense } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { queries, SocialProvider, useHomeFeed, useLike } from '../../src/react/index.ts'
import type { Post } from '../../src/sdk/types.ts'
import { post, world } from './world.tsx'

const text = (id: string) => screen.getByTestId(id).textContent

function Heart({ of, id }: { of: Post; id: string }) {
  const { isLiked, likeCount, toggle } = useLike(of)
  return (
    <button type="button" data-testid={id} onClick={toggle}>
      {`${isLiked} ${likeCount}`}
    </button>
  )
}

describe('the factories', () => {
  it('work with Suspense, and a like shows in both components', async () => {
    const here = world({
      home_feed: () => [post('p1')],
      post: () => post('p1'),
      like_post: () => ({ is_liked: true, like_count: 1 }),
    })
    function Feed() {
      const { data } = useSuspenseInfiniteQuery(queries.homeFeed(here.social))
      return data.pages[0]?.items.map((one) => <Heart key={one.id} of={one} id="feed" />)
    }
    function Page() {
      const { data } = useSuspenseQuery(queries.post(here.social, 'p1'))
      return <p data-testid="page">{data.like_count}</p>
    }
    here.show(() => (
      <Suspense fallback="Loading">
        <Feed />
        <Page />
      </Suspense>
    ))
    await screen.findByTestId('feed')
    await act(async () => screen.getByTestId('feed').click())
    await waitFor(() => expect(text('page')).toBe('1'))
    expect(text('feed')).toBe('true 1')
  })

  it('read on a server, and the page renders there and goes on in the browser', async () => {
    const here = world({
      home_feed: () => [post('p1', { like_count: 4 })],
      like_post: () => ({ is_liked: true, like_count: 5 }),
    })
    const server = new QueryClient()
    await server.prefetchInfiniteQuery(queries.homeFeed(here.social))
    const state = dehydrate(server)
    const Feed = () => useHomeFeed().items.map((one) => <Heart key={one.id} of={one} id="feed" />)
    const html = renderToString(
      <QueryClientProvider client={server}>
        <SocialProvider social={here.social}>
          <Feed />
        </SocialProvider>
      </QueryClientProvider>,
    )
    expect(html).toContain('false 4')
    here.show(() => (
      <HydrationBoundary state={JSON.parse(JSON.stringify(state))}>
        <Feed />
      </HydrationBoundary>
    ))
    expect(text('feed')).toBe('false 4')
    await act(async () => screen.getByTestId('feed').click())
    await waitFor(() => expect(text('feed')).toBe('true 5'))
    expect(here.calls()).toEqual(['home_feed', 'like_post'])
  })
})
