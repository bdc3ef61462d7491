import { act, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import {
  type Followable,
  useBlock,
  useFollow,
  useFollowers,
  useFollowRequests,
  useHomeFeed,
  useMute,
  useProfile,
  useProfileSearch,
  useRespondToRequest,
  useUpdateProfile,
} from '../../src/react/index.ts'
import { Failure, gate, post, profile, relationship, world } from './world.tsx'

const text = (id: string) => screen.getByTestId(id).textContent
const tap = (id: string) => act(async () => screen.getByTestId(id).click())

function Follow({ of, place }: { of: Followable; place: string }) {
  const { state, toggle, error } = useFollow(of)
  return (
    <button type="button" onClick={toggle} data-testid={place}>
      {error?.code ?? state ?? 'none'}
    </button>
  )
}

function Header() {
  const { data } = useProfile('maya')
  if (!data) return null
  return (
    <>
      <Follow of={data} place="header" />
      <p data-testid="count">{data.follower_count}</p>
    </>
  )
}

const Found = () =>
  useProfileSearch('ma').items.map((one) => <Follow key={one.id} of={one} place="found" />)
const Feed = () => (
  <p data-testid="feed">
    {useHomeFeed()
      .items.map((one) => `${one.author_username}${one.is_following_author ? '+' : '-'}`)
      .join()}
  </p>
)

async function places(functions: Parameters<typeof world>[0]) {
  const here = world({
    profile_by_username: () => profile('maya'),
    profile_search: () => [profile('maya')],
    home_feed: () => [post('p1'), post('p2', { author_id: 'tom', author_username: 'tom' })],
    my_profile: () => profile('me'),
    ...functions,
  })
  here.show(Header, Found, Feed)
  await screen.findByTestId('header')
  await screen.findByTestId('found')
  await waitFor(() => expect(text('feed')).toBe('maya-,tom-'))
  return here
}

describe('useFollow', () => {
  it('shows the follow on the profile, in a search and on the posts, and counts it', async () => {
    const answer = gate<object>()
    await places({ follow_profile: () => answer.wait })
    await tap('found')
    await waitFor(() => expect(text('header')).toBe('accepted'))
    await waitFor(() => expect(text('count')).toBe('6'))
    expect(text('feed')).toBe('maya+,tom-')
    await answer.open(relationship('maya', { follow_state: 'accepted' }))
    expect(text('header')).toBe('accepted')
    expect(text('count')).toBe('6')
  })

  it('becomes a request for a private account, and takes it back', async () => {
    let state: 'pending' | null = null
    await places({
      profile_by_username: () => profile('maya', { is_private: true, follow_state: state }),
      profile_search: () => [profile('maya', { is_private: true, follow_state: state })],
      follow_profile: () => {
        state = 'pending'
        return relationship('maya', { follow_state: state })
      },
      unfollow_profile: () => {
        state = null
        return relationship('maya')
      },
    })
    await tap('header')
    await waitFor(() => expect(text('found')).toBe('pending'))
    expect(text('count')).toBe('5')
    await tap('found')
    await waitFor(() => expect(text('header')).toBe('none'))
  })

  it('goes back where it failed', async () => {
    await places({ follow_profile: () => new Failure('following_too_many', 422) })
    await tap('header')
    await waitFor(() => expect(text('header')).toBe('following_too_many'))
    await waitFor(() => expect(text('found')).toBe('none'))
    expect(text('count')).toBe('5')
    expect(text('feed')).toBe('maya-,tom-')
  })
})

describe('commands about people', () => {
  it.each([
    ['block', 'tom-'],
    ['mute', 'tom-'],
  ])('take the posts of a person out of the feed after a %s', async (verb, rest) => {
    await placesWith(verb)
    await tap('go')
    await waitFor(() => expect(text('feed')).toBe(rest))
  })

  async function placesWith(verb: string) {
    const here = world({
      home_feed: () => [post('p1'), post('p2', { author_id: 'tom', author_username: 'tom' })],
      block_profile: () => relationship('maya', { is_blocked: true }),
      mute_profile: () => relationship('maya', { is_muted: true }),
    })
    function Button() {
      const block = useBlock()
      const mute = useMute()
      const press = () => (verb === 'block' ? block.mutate('maya') : mute.mutate({ id: 'maya' }))
      return <button type="button" data-testid="go" onClick={press} />
    }
    here.show(Feed, Button)
    await waitFor(() => expect(text('feed')).toBe('maya-,tom-'))
  }

  it('move an accepted person from the requests to the followers', async () => {
    let followers = [profile('tom')]
    const here = world({
      follow_requests: () => [profile('maya'), profile('eva')],
      profile_followers: () => followers,
      my_profile: () => profile('me'),
      accept_follow: () => {
        followers = [profile('maya'), profile('tom')]
        return relationship('maya', { followed_by_state: 'accepted' })
      },
    })
    const names = (items: { username: string }[]) => items.map((one) => one.username).join()
    function Accept() {
      const { mutate } = useRespondToRequest()
      const press = () => mutate({ id: 'maya', accept: true })
      return <button type="button" data-testid="go" onClick={press} />
    }
    function Followers() {
      const { items, newCount } = useFollowers('me')
      return <p data-testid="followers">{`${names(items)} ${newCount}`}</p>
    }
    here.show(
      () => <p data-testid="requests">{names(useFollowRequests().items)}</p>,
      Followers,
      Accept,
    )
    await waitFor(() => expect(text('requests')).toBe('maya,eva'))
    await waitFor(() => expect(text('followers')).toBe('tom 0'))
    await here.client.prefetchQuery({
      queryKey: ['social', 'profiles', 'me'],
      queryFn: () => profile('me'),
    })
    await tap('go')
    await waitFor(() => expect(text('requests')).toBe('eva'))
    await waitFor(() => expect(text('followers')).toContain('maya'))
  })

  it('show a new name of yours on your posts', async () => {
    const here = world({
      home_feed: () => [post('p1', { author_id: 'me', author_username: 'me' })],
      update_profile: () => profile('me', { username: 'renamed' }),
    })
    function Rename() {
      const { mutate } = useUpdateProfile()
      return <button type="button" data-testid="go" onClick={() => mutate({ bio: 'x' })} />
    }
    here.show(Feed, Rename)
    await waitFor(() => expect(text('feed')).toBe('me-'))
    await tap('go')
    await waitFor(() => expect(text('feed')).toBe('renamed-'))
  })
})
