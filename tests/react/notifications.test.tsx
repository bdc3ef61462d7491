import { act, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import {
  useFollowHashtag,
  useHashtag,
  useLiveNotifications,
  useMarkRead,
  useMarkSeen,
  useNotifications,
  useSession,
  useTrendingHashtags,
  useUnseenCount,
} from '../../src/react/index.ts'
import { profile, world } from './world.tsx'

const text = (id: string) => screen.getByTestId(id).textContent
const tap = (id: string) => act(async () => screen.getByTestId(id).click())
const notification = (id: string) => ({
  id,
  kind: 'post_like',
  is_read: false,
  actors: [profile('maya')],
  other_count: 0,
  cursor: `cursor-${id}`,
})

function List() {
  const { items, newCount } = useNotifications()
  const rows = items.map(({ id, is_read }) => `${id}${is_read ? 'r' : ''}`)
  return <p data-testid="list">{`${rows.join()} ${newCount}`}</p>
}
const Badge = () => <p data-testid="badge">{useUnseenCount().data}</p>

describe('notifications', () => {
  it('arrive live: the badge changes, and the list counts them without moving', async () => {
    let rows = [notification('n1')]
    const here = world({ notifications: () => rows, unseen_count: () => 1 })
    let listeners = {} as Parameters<typeof here.social.notifications.subscribe>[0]
    here.social.notifications.subscribe = (all) => {
      listeners = { ...listeners, ...all }
      return { unsubscribe: async () => {} } as never
    }
    function Live() {
      useLiveNotifications()
      return null
    }
    here.show(List, Badge, Live)
    await waitFor(() => expect(text('list')).toBe('n1 0'))
    await waitFor(() => expect(text('badge')).toBe('1'))
    await waitFor(() => expect(Object.keys(listeners)).toContain('onNotification'))
    rows = [notification('n2'), notification('n1')]
    await act(async () => {
      listeners.onUnseenCount?.(2)
      listeners.onNotification?.(rows[0] as never)
    })
    await waitFor(() => expect(text('badge')).toBe('2'))
    await waitFor(() => expect(text('list')).toBe('n1 1'))
  })

  it('are not read for a badge alone', async () => {
    const here = world({ unseen_count: () => 1 })
    const wanted: string[] = []
    here.social.notifications.subscribe = (all) => {
      wanted.push(...Object.keys(all))
      return { unsubscribe: async () => {} } as never
    }
    function Live() {
      useLiveNotifications()
      return null
    }
    here.show(Badge, Live)
    await waitFor(() => expect(wanted).toContain('onUnseenCount'))
    await waitFor(() => expect(text('badge')).toBe('1'))
    expect(wanted).not.toContain('onNotification')
  })

  it('become seen and read for all components', async () => {
    const here = world({
      notifications: () => [notification('n1')],
      unseen_count: () => 3,
      mark_notifications_seen: () => 1,
      mark_notifications_read: () => 0,
    })
    function Mark() {
      const seen = useMarkSeen()
      const read = useMarkRead()
      return (
        <>
          <button type="button" data-testid="seen" onClick={() => seen.mutate('cursor-n1')} />
          <button type="button" data-testid="read" onClick={() => read.mutate(['n1'])} />
        </>
      )
    }
    here.show(List, Badge, Mark)
    await waitFor(() => expect(text('list')).toBe('n1 0'))
    await waitFor(() => expect(text('badge')).toBe('3'))
    await tap('seen')
    await waitFor(() => expect(text('badge')).toBe('1'))
    await tap('read')
    await waitFor(() => expect(text('list')).toBe('n1r 0'))
    expect(text('badge')).toBe('0')
  })
})

describe('useFollowHashtag', () => {
  it('shows the follow in every component that shows the hashtag', async () => {
    const sea = { hashtag: 'sea', display: 'Sea', post_count: 3, is_following: false, cursor: 'x' }
    const here = world({
      hashtag: () => sea,
      trending_hashtags: () => [{ hashtag: 'sea', display: 'Sea' }],
      follow_hashtag: () => ({ ...sea, is_following: true }),
    })
    const Trends = () => <p>{useTrendingHashtags().data?.map(({ display }) => display)}</p>
    function Follow() {
      const { data } = useHashtag('sea')
      return data ? <Button of={data} /> : null
    }
    function Button({ of }: { of: typeof sea }) {
      const { isFollowing, toggle } = useFollowHashtag(of)
      return (
        <button type="button" data-testid="follow" onClick={toggle}>
          {String(isFollowing)}
        </button>
      )
    }
    const Second = () => <p data-testid="second">{String(useHashtag('sea').data?.is_following)}</p>
    here.show(Trends, Follow, Second)
    await screen.findByText('Sea')
    await waitFor(() => expect(text('second')).toBe('false'))
    await tap('follow')
    await waitFor(() => expect(text('second')).toBe('true'))
    expect(text('follow')).toBe('true')
  })
})

describe('useSession', () => {
  it('follows who signs in and out, in all components', async () => {
    const here = world({}, null)
    const Who = ({ id }: { id: string }) => <p data-testid={id}>{useSession()?.id ?? 'nobody'}</p>
    here.show(
      () => <Who id="one" />,
      () => <Who id="two" />,
    )
    await waitFor(() => expect(text('one')).toBe('nobody'))
    await here.signIn('anna')
    expect(text('one')).toBe('anna')
    expect(text('two')).toBe('anna')
    await here.signIn(null)
    expect(text('two')).toBe('nobody')
  })
})
