import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { act, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import {
  type ListOptions,
  queries,
  type ReadOptions,
  useArchivedPosts,
  useArchivePost,
  useBell,
  useCloseFriend,
  useCommentLike,
  useComments,
  useDecideAppeal,
  useEndSession,
  useHideComment,
  useHomeFeed,
  useMuteWord,
  usePinComment,
  usePinPost,
  useProfilePosts,
  useResolveReport,
  useRestorePost,
  useSetFeedWeights,
  useSetNotificationPreference,
  useSocial,
  useUnarchivePost,
  useUnmuteWord,
  useUnpinPost,
  useUpdateComment,
} from '../../src/react/index.ts'
import type { Social } from '../../src/sdk/index.ts'
import type { Comment } from '../../src/sdk/types.ts'
import { type Call, comment, post, profile, relationship, world } from './world.tsx'

type Show = () => string | undefined

/** Shows what one component reads, lets another component send a command, and reads again. */
async function afterCommand(
  functions: Record<string, Call>,
  show: Show,
  before: string,
  useSend: () => () => void,
): Promise<(after: string) => Promise<void>> {
  const Second = () => <p data-testid="second">{show()}</p>
  const First = () => <button type="button" data-testid="go" onClick={useSend()} />
  world(functions).show(Second, First)
  const becomes = (text: string) =>
    waitFor(() => expect(screen.getByTestId('second').textContent).toBe(text))
  await becomes(before)
  await act(async () => screen.getByTestId('go').click())
  return becomes
}

const useRows = <Row,>(list: (social: Social) => ListOptions<Row>) =>
  useInfiniteQuery(list(useSocial())).data?.pages.flatMap(({ items }) => items)
const useRead = <Data,>(read: (social: Social) => ReadOptions<Data>) =>
  useQuery(read(useSocial())).data
const ids = (rows: readonly { id: string }[] | undefined) => rows?.map(({ id }) => id).join()

describe('a second component sees', () => {
  it('that a post is archived', async () => {
    const becomes = await afterCommand(
      {
        home_feed: () => [post('p2'), post('p1')],
        archive_post: () => post('p2', { archived_at: 'x' }),
      },
      () => ids(useHomeFeed().items),
      'p2,p1',
      () => {
        const { mutate } = useArchivePost()
        return () => mutate('p2')
      },
    )
    await becomes('p1')
  })

  it('that a post is no longer archived', async () => {
    const becomes = await afterCommand(
      { archived_posts: () => [post('p2'), post('p1')], unarchive_post: () => post('p2') },
      () => ids(useArchivedPosts().items),
      'p2,p1',
      () => {
        const { mutate } = useUnarchivePost()
        return () => mutate('p2')
      },
    )
    await becomes('p1')
  })

  it('that a post is restored', async () => {
    const becomes = await afterCommand(
      { deleted_posts: () => [post('p2'), post('p1')], restore_post: () => post('p2') },
      () => ids(useRows(queries.deletedPosts)),
      'p2,p1',
      () => {
        const { mutate } = useRestorePost()
        return () => mutate('p2')
      },
    )
    await becomes('p1')
  })

  it('that a post is pinned', async () => {
    const becomes = await afterCommand(
      {
        profile_posts: () => [post('p2'), post('p1')],
        pin_post: () => post('p1', { pinned_at: 'x' }),
      },
      () => ids(useProfilePosts('maya').items),
      'p2,p1',
      () => {
        const { mutate } = usePinPost()
        return () => mutate('p1')
      },
    )
    await becomes('p1,p2')
  })

  it('that a post is no longer pinned', async () => {
    const old = { created_at: '2025-01-01T00:00:00Z' }
    const becomes = await afterCommand(
      {
        profile_posts: () => [post('p1', { ...old, pinned_at: 'x' }), post('p2')],
        unpin_post: () => post('p1', old),
      },
      () => ids(useProfilePosts('maya').items),
      'p1,p2',
      () => {
        const { mutate } = useUnpinPost()
        return () => mutate('p1')
      },
    )
    await becomes('p2,p1')
  })

  const thread = () => [comment('c2'), comment('c1')]

  it('the new text of a comment', async () => {
    const becomes = await afterCommand(
      { post_comments: thread, update_comment: () => comment('c2', { body: 'changed' }) },
      () =>
        useComments('p1')
          .items.map(({ body }) => body)
          .join(),
      'c2,c1',
      () => {
        const { mutate } = useUpdateComment()
        return () => mutate({ id: 'c2', body: 'changed' })
      },
    )
    await becomes('changed,c1')
  })

  it('that a comment is hidden', async () => {
    const becomes = await afterCommand(
      { post_comments: thread, hide_comment: () => comment('c2', { is_hidden: true }) },
      () =>
        useComments('p1')
          .items.map(({ is_hidden }) => is_hidden)
          .join(),
      'false,false',
      () => {
        const { mutate } = useHideComment()
        return () => mutate({ id: 'c2', isHidden: true })
      },
    )
    await becomes('true,false')
  })

  it('that a comment is pinned', async () => {
    const becomes = await afterCommand(
      { post_comments: thread, pin_comment: () => comment('c1', { pinned_at: 'x' }) },
      () => ids(useComments('p1').items),
      'c2,c1',
      () => {
        const { mutate } = usePinComment()
        return () => mutate({ id: 'c1', isPinned: true })
      },
    )
    await becomes('c1,c2')
  })

  it('the like of a comment', async () => {
    const becomes = await afterCommand(
      { post_comments: thread, like_comment: () => ({ is_liked: true, like_count: 4 }) },
      () =>
        useComments('p1')
          .items.map(({ like_count }) => like_count)
          .join(),
      '0,0',
      () => useCommentLike(comment('c2') as Comment).toggle,
    )
    await becomes('4,0')
  })

  it('a new close friend', async () => {
    const becomes = await afterCommand(
      {
        profile_by_username: () => profile('maya'),
        add_close_friend: () => relationship('maya', { is_close_friend: true }),
      },
      () => String(useRead((social) => queries.profile(social, 'maya'))?.is_close_friend),
      'false',
      () => {
        const { mutate } = useCloseFriend()
        return () => mutate({ id: 'maya', isCloseFriend: true })
      },
    )
    await becomes('true')
  })

  it('a bell that is on', async () => {
    const becomes = await afterCommand(
      {
        profile_by_username: () => profile('maya'),
        ring_bell: () => relationship('maya', { is_bell_on: true }),
      },
      () => String(useRead((social) => queries.profile(social, 'maya'))?.is_bell_on),
      'false',
      () => {
        const { mutate } = useBell()
        return () => mutate({ id: 'maya', isOn: true })
      },
    )
    await becomes('true')
  })

  it('a word that is muted', async () => {
    let words = ['spoiler']
    const becomes = await afterCommand(
      {
        muted_words: () => words.map((word) => ({ word, display: word, cursor: word })),
        mute_word: () => {
          words = ['ending', 'spoiler']
          return { word: 'ending', display: 'ending' }
        },
      },
      () =>
        useRows(queries.mutedWords)
          ?.map(({ word }) => word)
          .join(),
      'spoiler',
      () => {
        const { mutate } = useMuteWord()
        return () => mutate({ word: 'ending' })
      },
    )
    await becomes('ending,spoiler')
  })

  it('a word that is no longer muted', async () => {
    const becomes = await afterCommand(
      {
        muted_words: () => ['ending', 'spoiler'].map((word) => ({ word, cursor: word })),
        unmute_word: () => ({ word: 'ending', display: 'ending' }),
      },
      () =>
        useRows(queries.mutedWords)
          ?.map(({ word }) => word)
          .join(),
      'ending,spoiler',
      () => {
        const { mutate } = useUnmuteWord()
        return () => mutate('ending')
      },
    )
    await becomes('spoiler')
  })

  it('new weights of the feed For You', async () => {
    const becomes = await afterCommand(
      { feed_weights: () => ({ explore: 1 }), set_feed_weights: () => ({ explore: 0 }) },
      () => String(useRead(queries.feedWeights)?.explore),
      '1',
      () => {
        const { mutate } = useSetFeedWeights()
        return () => mutate({ explore: 0 })
      },
    )
    await becomes('0')
  })

  it('whose actions notify', async () => {
    const becomes = await afterCommand(
      {
        notification_preferences: () => [{ kind: 'post_like', from_whom: 'everyone' }],
        set_notification_preference: () => ({ kind: 'post_like', from_whom: 'following' }),
      },
      () =>
        useRead(queries.notificationPreferences)
          ?.map(({ from_whom }) => from_whom)
          .join(),
      'everyone',
      () => {
        const { mutate } = useSetNotificationPreference()
        return () => mutate({ kind: 'post_like', fromWhom: 'following' })
      },
    )
    await becomes('following')
  })

  it('that a session has ended', async () => {
    const becomes = await afterCommand(
      {
        my_sessions: () => [{ id: 's1' }, { id: 's2' }],
        end_session: () => ({ session_id: 's2' }),
      },
      () => ids(useRead(queries.sessions)),
      's1,s2',
      () => {
        const { mutate } = useEndSession()
        return () => mutate('s2')
      },
    )
    await becomes('s1')
  })

  it('the decision about a report', async () => {
    let open = ['r2', 'r1']
    const becomes = await afterCommand(
      {
        moderation_queue: () => open.map((id) => ({ id, cursor: id })),
        resolve_report: () => {
          open = ['r1']
          return { id: 'r2' }
        },
      },
      () => ids(useRows((social) => queries.reportQueue(social))),
      'r2,r1',
      () => {
        const { mutate } = useResolveReport()
        return () => mutate({ id: 'r2', decision: 'dismissed', reason: 'Harmless' })
      },
    )
    await becomes('r1')
  })

  it('the decision about an appeal', async () => {
    let open = ['a2', 'a1']
    const becomes = await afterCommand(
      {
        appeals: () => open.map((id) => ({ id, cursor: id })),
        decide_appeal: () => {
          open = ['a1']
          return { id: 'a2' }
        },
      },
      () => ids(useRows((social) => queries.appealQueue(social))),
      'a2,a1',
      () => {
        const { mutate } = useDecideAppeal()
        return () => mutate({ id: 'a2', decision: 'upheld', reason: 'As before' })
      },
    )
    await becomes('a1')
  })
})
