import { act, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import {
  queries,
  useComments,
  useCreateComment,
  useCreatePost,
  useDeleteComment,
  useDeletePost,
  useHomeFeed,
  useList,
  useLivePost,
  useMe,
  usePost,
  useSave,
  useSavedPosts,
  useSocial,
} from '../../src/react/index.ts'
import type { Post } from '../../src/sdk/types.ts'
import { comment, Failure, post, profile, world } from './world.tsx'

const text = (id: string) => screen.getByTestId(id).textContent
const tap = (id: string) => act(async () => screen.getByTestId(id).click())
const refocus = () => act(async () => void window.dispatchEvent(new Event('visibilitychange')))

function Feed() {
  const { items, newCount, showNew } = useHomeFeed()
  return (
    <>
      <p data-testid="feed">{items.map(({ id }) => id).join()}</p>
      <p data-testid="new">{newCount}</p>
      <button type="button" data-testid="show" onClick={showNew} />
    </>
  )
}

function Captions() {
  const { items } = useHomeFeed()
  return <p data-testid="counts">{items.map(({ like_count }) => like_count).join()}</p>
}

describe('useHomeFeed', () => {
  it('makes one request for the first page, and none to look for new posts', async () => {
    const here = world({ home_feed: () => [post('p2'), post('p1')] })
    here.show(Feed, Captions)
    await waitFor(() => expect(text('feed')).toBe('p2,p1'))
    expect(here.calls()).toEqual(['home_feed'])
  })

  it('counts new posts and shows them when the reader asks, without moving the others', async () => {
    let posts = [post('p2'), post('p1')]
    const here = world({ home_feed: () => posts })
    here.show(Feed, Captions)
    await waitFor(() => expect(text('feed')).toBe('p2,p1'))
    posts = [post('p4'), post('p3'), post('p2', { like_count: 9 }), post('p1')]
    await act(() => here.client.refetchQueries({ queryKey: ['social', 'posts', 'home', 'head'] }))
    await waitFor(() => expect(text('new')).toBe('2'))
    expect(text('feed')).toBe('p2,p1')
    expect(text('counts')).toBe('9,0')
    await tap('show')
    await waitFor(() => expect(text('feed')).toBe('p4,p3,p2,p1'))
    expect(text('new')).toBe('0')
  })

  it('starts anew when so much is new that posts lie between', async () => {
    let posts = [post('p2'), post('p1')]
    const here = world({ home_feed: () => posts })
    here.show(Feed)
    await waitFor(() => expect(text('feed')).toBe('p2,p1'))
    posts = [post('p9'), post('p8')]
    await act(() => here.client.refetchQueries({ queryKey: ['social', 'posts', 'home', 'head'] }))
    await waitFor(() => expect(text('new')).toBe('2'))
    await tap('show')
    await waitFor(() => expect(text('feed')).toBe('p9,p8'))
  })

  it('makes no request when the window gets the focus soon after', async () => {
    const here = world({ home_feed: () => [post('p1')] })
    here.show(Feed)
    await waitFor(() => expect(text('feed')).toBe('p1'))
    await refocus()
    expect(here.calls()).toEqual(['home_feed'])
  })

  it('forgets the posts of the person before when another person signs in', async () => {
    let posts = [post('p1')]
    const here = world({ home_feed: () => posts })
    here.show(Feed)
    await waitFor(() => expect(text('feed')).toBe('p1'))
    posts = [post('p7')]
    await here.signIn('you')
    await waitFor(() => expect(text('feed')).toBe('p7'))
  })
})

describe('commands about posts', () => {
  it('put a new post on top of the feed, and count it on the profile', async () => {
    const here = world({
      home_feed: () => [post('p1')],
      my_profile: () => profile('me', { post_count: 4 }),
      create_post: () => post('p2', { author_id: 'me' }),
    })
    function Composer() {
      const { mutate } = useCreatePost()
      return <button type="button" data-testid="go" onClick={() => mutate({ caption: 'x' })} />
    }
    here.show(Feed, Composer, () => <p data-testid="me">{useMe().data?.post_count}</p>)
    await waitFor(() => expect(text('me')).toBe('4'))
    await waitFor(() => expect(text('feed')).toBe('p1'))
    await tap('go')
    await waitFor(() => expect(text('feed')).toBe('p2,p1'))
    expect(text('me')).toBe('5')
    expect(text('new')).toBe('0')
  })

  it('take a deleted post out of the feed, and leave it there if the command fails', async () => {
    let answer: unknown = new Failure('not_author', 403)
    const here = world({ home_feed: () => [post('p2'), post('p1')], delete_post: () => answer })
    function Delete() {
      const { mutate, error } = useDeletePost()
      return (
        <button type="button" data-testid="go" onClick={() => mutate('p2')}>
          {error?.code}
        </button>
      )
    }
    here.show(Feed, Delete)
    await waitFor(() => expect(text('feed')).toBe('p2,p1'))
    await tap('go')
    await waitFor(() => expect(text('go')).toBe('not_author'))
    expect(text('feed')).toBe('p2,p1')
    answer = { post_id: 'p2', deleted_at: 'x', restorable_until: 'x' }
    await tap('go')
    await waitFor(() => expect(text('feed')).toBe('p1'))
  })

  it('show a saved post as saved everywhere', async () => {
    const here = world({
      home_feed: () => [post('p1')],
      saved_posts: () => [post('p1', { is_saved: false })],
      save_post: () => ({ is_saved: true }),
    })
    function Save({ of }: { of: Post }) {
      const { isSaved, toggle } = useSave(of)
      return (
        <button type="button" data-testid="save" onClick={toggle}>
          {String(isSaved)}
        </button>
      )
    }
    here.show(
      () => useHomeFeed().items.map((one) => <Save key={one.id} of={one} />),
      () => <p data-testid="saved">{useSavedPosts().items.map((one) => String(one.is_saved))}</p>,
    )
    await screen.findByTestId('save')
    await waitFor(() => expect(text('saved')).toBe('false'))
    await tap('save')
    await waitFor(() => expect(text('saved')).toBe('true'))
    expect(text('save')).toBe('true')
  })
})

describe('comments', () => {
  function Thread() {
    const { items, newCount } = useComments('p1')
    return <p data-testid="thread">{`${items.map(({ body }) => body).join()} ${newCount}`}</p>
  }
  const Count = () => <p data-testid="count">{usePost('p1').data?.comment_count}</p>

  it('appear below the pinned comments, and are counted on the post', async () => {
    const here = world({
      post: () => post('p1', { comment_count: 2 }),
      post_comments: () => [comment('pinned', { pinned_at: 'x' }), comment('old')],
      add_comment: () => comment('new'),
    })
    function Form() {
      const { mutate } = useCreateComment('p1')
      return <button type="button" data-testid="go" onClick={() => mutate({ body: 'new' })} />
    }
    here.show(Thread, Count, Form)
    await waitFor(() => expect(text('count')).toBe('2'))
    await waitFor(() => expect(text('thread')).toBe('pinned,old 0'))
    await tap('go')
    await waitFor(() => expect(text('thread')).toBe('pinned,new,old 0'))
    expect(text('count')).toBe('3')
  })

  it('go away when they are deleted, and the post gets the count of the server', async () => {
    const here = world({
      post: () => post('p1', { comment_count: 2 }),
      post_comments: () => [comment('c2'), comment('c1')],
      delete_comment: () => ({ post_id: 'p1', is_tombstone: false, comment_count: 1 }),
    })
    function Delete() {
      const { mutate } = useDeleteComment()
      return <button type="button" data-testid="go" onClick={() => mutate('c2')} />
    }
    here.show(Thread, Count, Delete)
    await waitFor(() => expect(text('thread')).toBe('c2,c1 0'))
    await waitFor(() => expect(text('count')).toBe('2'))
    await tap('go')
    await waitFor(() => expect(text('thread')).toBe('c1 0'))
    expect(text('count')).toBe('1')
  })

  it('of others are counted when a hint arrives, and the likes of the post change in place', async () => {
    let comments = [comment('c1')]
    let likes = 1
    const here = world({
      post: () => post('p1', { like_count: likes }),
      post_comments: () => comments,
    })
    let hint: (() => void) | undefined
    here.social.posts.watch = (_id, onChange) => {
      hint = onChange
      return { unsubscribe: async () => {} } as never
    }
    function Live() {
      useLivePost('p1')
      return <p data-testid="likes">{usePost('p1').data?.like_count}</p>
    }
    here.show(Thread, Live)
    await waitFor(() => expect(text('thread')).toBe('c1 0'))
    await waitFor(() => expect(text('likes')).toBe('1'))
    await waitFor(() => expect(hint).toBeDefined())
    comments = [comment('c2'), comment('c1')]
    likes = 2
    await act(async () => hint?.())
    await waitFor(() => expect(text('thread')).toBe('c1 1'))
    await waitFor(() => expect(text('likes')).toBe('2'))
  })
})

function Words() {
  const { items } = useList(queries.mutedWords(useSocial()))
  return <p data-testid="words">{items.map(({ word }) => word).join()}</p>
}

function Team() {
  const { items } = useList(queries.staff(useSocial()))
  return <p data-testid="team">{items.map(({ username }) => username).join()}</p>
}

describe('useList', () => {
  it('shows every row of lists whose rows have another key than an id', async () => {
    const here = world({
      muted_words: () => [{ word: 'spoiler' }, { word: 'finale' }],
      staff_members: () => [
        { profile_id: 'mona', username: 'mona' },
        { profile_id: 'nina', username: 'nina' },
      ],
    })
    here.show(Words, Team)
    await waitFor(() => expect(text('words')).toBe('spoiler,finale'))
    await waitFor(() => expect(text('team')).toBe('mona,nina'))
  })
})
