import { act, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import {
  useCreatePost,
  useHomeFeed,
  useLike,
  usePost,
  useSignedUrls,
} from '../../src/react/index.ts'
import type { Post } from '../../src/sdk/types.ts'
import { Failure, gate, post, world } from './world.tsx'

const text = (id: string) => screen.getByTestId(id).textContent
const tap = (id: string) => act(async () => screen.getByTestId(id).click())

const Feed = () => <p data-testid="feed">{useHomeFeed().items.map(print).join()}</p>
function Page() {
  const { data, error } = usePost('p1')
  return <p data-testid="page">{error?.code ?? (data && print(data))}</p>
}
const print = ({ id, is_liked }: Post) => `${id} ${is_liked ? 'liked' : 'open'}`
function Heart() {
  const { isLiked, toggle } = useLike(post('p1'))
  return (
    <button type="button" data-testid="heart" onClick={toggle}>
      {isLiked ? 'liked' : 'open'}
    </button>
  )
}

describe('when another person signs in', () => {
  it('a page that opened with a row of a list forgets it', async () => {
    let answer: Post[] | Failure = [post('p1')]
    const here = world({
      home_feed: () => answer,
      post: () => (answer instanceof Failure ? answer : post('p1')),
    })
    here.show(Feed)
    await waitFor(() => expect(text('feed')).toBe('p1 open'))
    here.show(Page)
    await waitFor(() => expect(text('page')).toBe('p1 open'))
    answer = new Failure('post_not_found')
    await here.signIn('you')
    await waitFor(() => expect(text('page')).toBe('post_not_found'))
    expect(text('feed')).toBe('')
    expect(
      JSON.stringify(
        here.client
          .getQueryCache()
          .getAll()
          .map(({ state }) => state),
      ),
    ).not.toMatch(/"caption"/)
  })

  it('an answer for the person before changes no row', async () => {
    const late = gate<Post>()
    let reads = 0
    const here = world({
      home_feed: () => [post('p1')],
      post: () => (reads++ === 0 ? late.wait : new Failure('post_not_found')),
    })
    here.show(Feed, Page)
    await waitFor(() => expect(text('feed')).toBe('p1 open'))
    await here.signIn('you')
    await waitFor(() => expect(text('feed')).toBe('p1 open'))
    await late.open(post('p1', { is_liked: true }))
    expect(text('feed')).toBe('p1 open')
  })

  it('a like of the person before is neither shown nor continued', async () => {
    const first = gate<object>()
    let likes = 0
    const here = world({
      home_feed: () => [post('p1')],
      like_post: () => (likes++ === 0 ? first.wait : { is_liked: true, like_count: 9 }),
    })
    here.show(Feed, Heart)
    await waitFor(() => expect(text('feed')).toBe('p1 open'))
    await tap('heart')
    expect(text('feed')).toBe('p1 liked')
    await here.signIn('you')
    await waitFor(() => expect(text('feed')).toBe('p1 open'))
    expect(text('heart')).toBe('open')
    await first.open({ is_liked: true, like_count: 1 })
    expect([text('feed'), text('heart')]).toEqual(['p1 open', 'open'])
    await tap('heart')
    await waitFor(() => expect(text('feed')).toBe('p1 liked'))
    expect(likes).toBe(2)
  })

  it('a command of the person before changes no list', async () => {
    const answer = gate<Post>()
    const here = world({ home_feed: () => [post('p1')], create_post: () => answer.wait })
    function Composer() {
      const { mutate } = useCreatePost()
      return <button type="button" data-testid="go" onClick={() => mutate({ caption: 'x' })} />
    }
    here.show(Feed, Composer)
    await waitFor(() => expect(text('feed')).toBe('p1 open'))
    await tap('go')
    await here.signIn('you')
    await waitFor(() => expect(text('feed')).toBe('p1 open'))
    await answer.open(post('mine'))
    await act(() => new Promise((done) => setTimeout(done, 200)))
    expect(text('feed')).toBe('p1 open')
  })

  it('addresses are asked for again, because each person may see other files', async () => {
    const here = world({}, null)
    let url: string | null = null
    here.social.media.createSignedUrls = async () => ({ data: { a: url }, error: null })
    const Url = ({ id }: { id: string }) => (
      <p data-testid={id}>{useSignedUrls(['a']).get('a') ?? 'none'}</p>
    )
    here.show(
      () => <Url id="one" />,
      () => <Url id="two" />,
    )
    await waitFor(() => expect(text('one')).toBe('none'))
    url = 'http://localhost/a'
    await here.signIn('anna')
    await waitFor(() => expect(text('one')).toBe(url))
    url = null
    await here.signIn(null)
    await waitFor(() => expect(text('one')).toBe('none'))
    expect(text('two')).toBe('none')
  })
})
