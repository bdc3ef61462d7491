import type { QueryClient } from '@tanstack/react-query'
import type { MuteOptions } from '../../sdk/inputs.ts'
import type { Profile, Relationship } from '../../sdk/types.ts'
import { ROOT } from '../truth/rows.ts'
import { sameAs } from '../truth/same.ts'
import { truthOf } from '../truth/truth.ts'
import { count, drop, put, refresh } from './refresh.ts'

/** Shows your relationship to a person everywhere. */
function showRelationship(client: QueryClient, relationship: Relationship): void {
  const { profile_id, ...fields } = relationship
  put(client, 'profiles', profile_id, fields)
}

/** Drops the posts and comments of a person, from all lists or from the named list. */
function dropAuthor(client: QueryClient, id: string, ...lists: string[]): void {
  truthOf(client).apply((_kind, row, key) =>
    row.author_id === id && (lists.length === 0 || lists.includes(String(key[2])))
      ? null
      : undefined,
  )
}

/** Shows your profile everywhere, also as the author of your posts and comments. */
function showMe(client: QueryClient, me: Profile): void {
  truthOf(client).apply(sameAs([ROOT, 'profiles'], me))
}

/** The effect of `useBlock`. */
export function block(client: QueryClient, relationship: Relationship, id: string): void {
  showRelationship(client, relationship)
  dropAuthor(client, id)
  drop(client, 'profiles', id)
  refresh(client, ['profiles', 'blocked'], ['profiles', 'me'], ['profiles', 'one'])
}

/** The effect of `useUnblock`. */
export function unblock(client: QueryClient, _: Relationship, id: string): void {
  drop(client, 'profiles', id, 'blocked')
  refresh(client, ['profiles', 'one'], ['posts', 'by', id])
}

/** The effect of `useMute`. */
export function mute(
  client: QueryClient,
  relationship: Relationship,
  { id }: MuteOptions & { id: string },
): void {
  showRelationship(client, relationship)
  dropAuthor(client, id, 'home', 'forYou', 'explore')
  refresh(client, ['profiles', 'muted'])
}

/** The effect of `useUnmute`. */
export function unmute(client: QueryClient, relationship: Relationship, id: string): void {
  showRelationship(client, relationship)
  drop(client, 'profiles', id, 'muted')
  refresh(client, ['posts', 'home'])
}

/** The effect of `useCloseFriend`. */
export function closeFriend(client: QueryClient, relationship: Relationship): void {
  showRelationship(client, relationship)
  refresh(client, ['profiles', 'closeFriends'])
}

/** The effect of `useBell`. */
export function bell(client: QueryClient, relationship: Relationship): void {
  showRelationship(client, relationship)
  refresh(client, ['profiles', 'bells'])
}

/** The effect of `useRemoveFollower`. */
export function removeFollower(client: QueryClient, relationship: Relationship, id: string): void {
  showRelationship(client, relationship)
  const me = truthOf(client).findOwn()
  if (!me) return
  truthOf(client).apply((kind, row, key) =>
    kind === 'profiles' && row.id === id && key[2] === 'followers' && key[3] === me.id
      ? null
      : undefined,
  )
  count(client, 'profiles', String(me.id), 'follower_count', -1)
}

/** The effect of `useRespondToRequest`. */
export function respondToRequest(
  client: QueryClient,
  relationship: Relationship,
  { id }: { id: string; accept: boolean },
): void {
  showRelationship(client, relationship)
  drop(client, 'profiles', id, 'requests')
  const me = truthOf(client).findOwn()
  if (me) refresh(client, ['profiles', 'followers', me.id])
  refresh(client, ['profiles', 'me'])
}

/** The effect of `useDismissSuggestion`. */
export function dismissSuggestion(client: QueryClient, _: Relationship, id: string): void {
  drop(client, 'profiles', id, 'suggestions')
}

/** The effect of `useReportProfile`. */
export function reportProfile(client: QueryClient): void {
  refresh(client, ['other', 'reports'])
}
export { showMe as updateProfile, showMe as changeUsername }
