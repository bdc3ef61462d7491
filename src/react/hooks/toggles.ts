import { useQueryClient } from '@tanstack/react-query'
import type { Hashtag } from '../../sdk/discovery-types.ts'
import { type Result, unwrap } from '../../sdk/result.ts'
import type { Comment, FollowState, Post, Profile } from '../../sdk/types.ts'
import { useSocial } from '../provider.tsx'
import { type AnyRow, idOf, type Kind } from '../truth/rows.ts'
import { shared } from '../truth/same.ts'
import type { Toggle } from '../truth/toggles.ts'
import { withEffects } from './command.ts'
import { type ToggleState, useToggle } from './toggle.ts'

type Method = (id: string) => Promise<Result<object>>

/** Sends a method, such as `like`, or its opposite, such as `unlike`. */
async function sendOf<Verb extends string>(
  methods: Readonly<Record<Verb | `un${Verb}`, Method>>,
  verb: Verb,
  id: string,
  isOn: boolean,
): Promise<AnyRow> {
  const name: Verb | `un${Verb}` = isOn ? verb : `un${verb}`
  return unwrap(await methods[name](id)) as AnyRow
}

/** Makes a toggle that is one boolean of a row, with or without a count. */
function simple<Verb extends string>(
  methods: Readonly<Record<Verb | `un${Verb}`, Method>>,
  name: Verb,
  kind: Kind,
  flag: string,
  count: string,
): Toggle {
  const isOn = (row: AnyRow) => row[flag] === true
  const isSame = (kind_: Kind, row: AnyRow, subject: AnyRow) =>
    idOf(kind_, row) === idOf(kind, subject)
  return {
    name,
    kind,
    isOn,
    send: (id, isOn) => sendOf(methods, name, id, isOn),
    show(kind_, row, wanted, subject) {
      if (!isSame(kind_, row, subject)) return undefined
      const before = row[count]
      const change = Number(wanted) - Number(isOn(row))
      return shared(row, {
        [flag]: wanted,
        [count]: typeof before === 'number' ? Math.max(0, before + change) : before,
      })
    },
    settle(kind_, row, subject) {
      if (!isSame(kind_, row, subject)) return undefined
      return shared(row, { [flag]: subject[flag], [count]: subject[count] ?? row[count] })
    },
  }
}

/** A like, as a component shows it. */
export interface LikeToggle extends ToggleState {
  isLiked: boolean
  likeCount: number
}

/**
 * Shows and changes your like of a post. Every list and page that shows the post changes with it.
 * @example
 * const { isLiked, likeCount, toggle } = useLike(post)
 * return <button onClick={toggle} aria-pressed={isLiked}>{likeCount}</button>
 */
export function useLike(post: Pick<Post, 'id' | 'is_liked' | 'like_count'>): LikeToggle {
  const { posts } = useSocial()
  const like = simple(posts, 'like', 'posts', 'is_liked', 'like_count')
  const { current, ...state } = useToggle(like, post)
  return { ...state, isLiked: current.is_liked, likeCount: current.like_count }
}

/**
 * Shows and changes your like of a comment.
 * @example const { isLiked, likeCount, toggle } = useCommentLike(comment)
 */
export function useCommentLike(
  comment: Pick<Comment, 'id' | 'is_liked' | 'like_count'>,
): LikeToggle {
  const { comments } = useSocial()
  const like = simple(comments, 'like', 'comments', 'is_liked', 'like_count')
  const { current, ...state } = useToggle(like, comment)
  return { ...state, isLiked: current.is_liked, likeCount: current.like_count }
}

/**
 * Shows and changes whether you saved a post.
 * @example const { isSaved, toggle } = useSave(post)
 */
export function useSave(post: Pick<Post, 'id' | 'is_saved'>): ToggleState & { isSaved: boolean } {
  const { posts } = useSocial()
  const save = simple(posts, 'save', 'posts', 'is_saved', '')
  const { current, ...state } = useToggle(save, post)
  return { ...state, isSaved: current.is_saved }
}

/**
 * Shows and changes whether you follow a hashtag.
 * @example const { isFollowing, toggle } = useFollowHashtag(hashtag)
 */
export function useFollowHashtag(
  hashtag: Pick<Hashtag, 'hashtag' | 'is_following'>,
): ToggleState & { isFollowing: boolean } {
  const { hashtags } = useSocial()
  const client = useQueryClient()
  const follow = simple(hashtags, 'follow', 'hashtags', 'is_following', '')
  const send: Toggle['send'] = async (id, isOn) => {
    const answer = await follow.send(id, isOn)
    void withEffects(client, (effects) => effects.afterFollowHashtag(client, isOn))
    return answer
  }
  const { current, ...state } = useToggle({ ...follow, send }, hashtag)
  return { ...state, isFollowing: current.is_following }
}

/** A person whom a component lets you follow. */
export type Followable = Pick<Profile, 'id' | 'follow_state'> & Partial<Pick<Profile, 'is_private'>>

/**
 * Shows and changes whether you follow a person. A private account gets a request: the state is
 * `pending` until the person accepts.
 * @example
 * const { state, toggle } = useFollow(profile)
 * return <button onClick={toggle}>{state ?? 'Follow'}</button>
 */
export function useFollow(profile: Followable): ToggleState & { state: FollowState | null } {
  const { profiles } = useSocial()
  const client = useQueryClient()
  const { current, ...rest } = useToggle(
    {
      ...follow,
      send: async (id, isOn) => {
        const answer = await sendOf(profiles, 'follow', id, isOn)
        void withEffects(client, (effects) => effects.afterFollow(client, id))
        return answer
      },
    },
    profile,
  )
  return { ...rest, state: current.follow_state }
}

const follow: Omit<Toggle, 'send'> = {
  name: 'follow',
  kind: 'profiles',
  isOn: (row) => row.follow_state != null,
  show(kind, row, wanted, subject) {
    const state = subject.follow_state ?? (subject.is_private ? 'pending' : 'accepted')
    return withState(kind, row, subject.id, wanted ? state : null)
  },
  settle(kind, row, subject) {
    const fields = withState(kind, row, subject.id, subject.follow_state)
    return fields && kind === 'profiles'
      ? { ...shared(row, relationOf(subject)), ...fields }
      : fields
  },
}

/** Returns the fields of a person, or of a post by this person, when you follow them or not. */
function withState(kind: Kind, row: AnyRow, id: unknown, state: unknown): AnyRow | undefined {
  const isFollowing = state === 'accepted'
  if (kind === 'posts' && row.author_id === id) return { is_following_author: isFollowing }
  if (kind !== 'profiles' || row.id !== id) return undefined
  const change = Number(isFollowing) - Number(row.follow_state === 'accepted')
  const count = row.follower_count
  return shared(row, {
    follow_state: state,
    follower_count: typeof count === 'number' ? Math.max(0, count + change) : count,
  })
}

/** Returns what an unfollow ends besides the follow. */
function relationOf({ is_close_friend, is_bell_on }: AnyRow): AnyRow {
  return Object.fromEntries(
    Object.entries({ is_close_friend, is_bell_on }).filter(([, value]) => value !== undefined),
  )
}
