import { act, screen, waitFor } from '@testing-library/react'
import { useLayoutEffect } from 'react'
import { describe, expect, it } from 'vitest'
import { useHomeFeed, useLike, usePost, useProfilePosts } from '../../src/react/index.ts'
import type { Post } from '../../src/sdk/types.ts'
import { Failure, gate, post, world } from './world.tsx'

function Heart({ of, place }: { of: Post; place: string }) {
  const { isLiked, likeCount, toggle, error } = useLike(of)
  return (
    <button type="button" onClick={toggle} data-testid={`${place}-${of.id}`}>
      {`${isLiked ? 'liked' : 'open'} ${likeCount} ${error?.code ?? ''}`.trim()}
    </button>
  )
}

const Feed = () => useHomeFeed().items.map((one) => <Heart key={one.id} of={one} place="feed" />)
const Grid = () =>
  useProfilePosts('maya').items.map((one) => <Heart key={one.id} of={one} place="grid" />)
function Page() {
  const { data } = usePost('p1')
  return data ? <Heart of={data} place="page" /> : null
}

const text = (id: string) => screen.getByTestId(id).textContent
const tap = (id: string) => act(async () => screen.getByTestId(id).click())
const p1 = () => post('p1', { like_count: 12 })

async function threePlaces(functions: Parameters<typeof world>[0]) {
  const here = world({
    home_feed: () => [p1(), post('p2', { like_count: 3 })],
    profile_posts: () => [p1()],
    post: () => p1(),
    ...functions,
  })
  here.show(Feed, Grid, Page)
  await waitFor(() => expect(text('page-p1')).toBe('open 12'))
  await waitFor(() => expect(text('grid-p1')).toBe('open 12'))
  await screen.findByTestId('feed-p1')
  return here
}

describe('useLike', () => {
  it('shows a like at once in the feed, on the page and in the grid, and then the count of the server', async () => {
    const answer = gate<object>()
    await threePlaces({ like_post: () => answer.wait })
    await tap('feed-p1')
    for (const place of ['feed', 'grid', 'page']) expect(text(`${place}-p1`)).toBe('liked 13')
    await answer.open({ is_liked: true, like_count: 20 })
    for (const place of ['feed', 'grid', 'page']) expect(text(`${place}-p1`)).toBe('liked 20')
    expect(text('feed-p2')).toBe('open 3')
  })

  it('shows a like of the moment in which the post appears', async () => {
    const answer = gate<object>()
    const here = world({ home_feed: () => [p1()], like_post: () => answer.wait })
    // React subscribes a component to its post after the browser has shown the post.
    function Eager({ of }: { of: Post }) {
      const { toggle } = useLike(of)
      // biome-ignore lint/correctness/useExhaustiveDependencies: one tap
      useLayoutEffect(toggle, [])
      return <Heart of={of} place="feed" />
    }
    here.show(() => useHomeFeed().items.map((one) => <Eager key={one.id} of={one} />))
    await waitFor(() => expect(text('feed-p1')).toBe('liked 13'))
    await answer.open({ is_liked: true, like_count: 20 })
    expect(text('feed-p1')).toBe('liked 20')
  })

  it('takes back only the like that failed, and keeps a like of another post', async () => {
    const failing = gate<Failure>()
    await threePlaces({
      like_post: ({ post_id }) =>
        post_id === 'p1' ? failing.wait : { is_liked: true, like_count: 4 },
    })
    await tap('feed-p1')
    await tap('feed-p2')
    await failing.open(new Failure('post_not_found'))
    expect(text('feed-p1')).toBe('open 12 post_not_found')
    expect(text('page-p1')).toBe('open 12')
    expect(text('feed-p2')).toBe('liked 4')
  })

  it('ends as the last tap after like, unlike and like within one request', async () => {
    const first = gate<object>()
    const here = await threePlaces({ like_post: () => first.wait })
    await tap('feed-p1')
    await tap('page-p1')
    expect(text('grid-p1')).toBe('open 12')
    await tap('feed-p1')
    expect(text('grid-p1')).toBe('liked 13')
    await first.open({ is_liked: true, like_count: 13 })
    expect(text('grid-p1')).toBe('liked 13')
    expect(here.calls().filter((name) => name.includes('like'))).toEqual(['like_post'])
  })

  it('sends the last wish after the request that is in flight', async () => {
    const first = gate<object>()
    const here = await threePlaces({
      like_post: () => first.wait,
      unlike_post: () => ({ is_liked: false, like_count: 12 }),
    })
    await tap('feed-p1')
    await tap('grid-p1')
    expect(here.calls()).not.toContain('unlike_post')
    await first.open({ is_liked: true, like_count: 13 })
    await waitFor(() => expect(here.calls()).toContain('unlike_post'))
    expect(text('page-p1')).toBe('open 12')
  })

  it('sends the last wish also after a request that failed', async () => {
    const first = gate<Failure>()
    const here = await threePlaces({
      like_post: () => first.wait,
      unlike_post: () => ({ is_liked: false, like_count: 11 }),
    })
    await tap('feed-p1')
    await tap('feed-p1')
    await first.open(new Failure('x', 500))
    await waitFor(() => expect(here.calls()).toContain('unlike_post'))
    await waitFor(() => expect(text('page-p1')).toBe('open 11'))
  })

  it('keeps the like when an older answer of a list arrives late', async () => {
    const late = gate<Post[]>()
    let reads = 0
    const here = await threePlaces({
      like_post: () => ({ is_liked: true, like_count: 13 }),
      profile_posts: () => (reads++ === 0 ? [p1()] : late.wait),
    })
    act(() => void here.client.refetchQueries({ queryKey: ['social', 'posts', 'by', 'maya'] }))
    await tap('feed-p1')
    await late.open([p1()])
    for (const place of ['feed', 'grid', 'page']) expect(text(`${place}-p1`)).toBe('liked 13')
  })

  it('keeps the like when the next page arrives that was asked for before', async () => {
    const next = gate<Post[]>()
    const first = Array.from({ length: 11 }, (_, at) => post(`p${at + 1}`, { like_count: 12 }))
    const here = world({
      home_feed: ({ after }) => (after ? next.wait : first),
      like_post: () => ({ is_liked: true, like_count: 13 }),
    })
    function Endless() {
      const { items, query } = useHomeFeed()
      return (
        <>
          {items.map((one) => (
            <Heart key={one.id} of={one} place="feed" />
          ))}
          <button type="button" data-testid="more" onClick={() => query.fetchNextPage()} />
        </>
      )
    }
    here.show(Endless)
    await screen.findByTestId('feed-p1')
    await tap('more')
    await tap('feed-p1')
    await next.open([post('p11', { like_count: 1 })])
    expect((await screen.findByTestId('feed-p11')).textContent).toBe('open 1')
    expect(text('feed-p1')).toBe('liked 13')
  })

  it('shows a newer count of one place in all other places', async () => {
    let likes = 12
    const here = await threePlaces({ post: () => post('p1', { like_count: likes }) })
    likes = 30
    await act(() => here.client.refetchQueries({ queryKey: ['social', 'posts', 'one', 'p1'] }))
    await waitFor(() => expect(text('feed-p1')).toBe('open 30'))
    expect(text('grid-p1')).toBe('open 30')
  })

  it('works with a post that no query holds, in two components', async () => {
    const here = world({ like_post: () => ({ is_liked: true, like_count: 8 }) })
    const given = post('p9', { like_count: 7 })
    here.show(
      () => <Heart of={given} place="one" />,
      () => <Heart of={given} place="two" />,
    )
    await tap('one-p9')
    await waitFor(() => expect(text('two-p9')).toBe('liked 8'))
    expect(text('one-p9')).toBe('liked 8')
  })
})
