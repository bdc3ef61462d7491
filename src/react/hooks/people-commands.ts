import type { QueryClient } from '@tanstack/react-query'
import type { MuteOptions, UpdateProfileInput } from '../../sdk/inputs.ts'
import type { Report, ReportInput } from '../../sdk/moderation-types.ts'
import type { Profile, Relationship } from '../../sdk/types.ts'
import { count, drop, put, refresh } from '../truth/refresh.ts'
import { ROOT } from '../truth/rows.ts'
import { sameAs } from '../truth/same.ts'
import { truthOf } from '../truth/truth.ts'
import { type Command, useCommand } from './command.ts'

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

/**
 * Blocks a person by their id. Everything of the person goes from all lists.
 * @example useBlock().mutate(profile.id)
 */
export function useBlock(): Command<Relationship, string> {
  return useCommand(
    ({ profiles }, id) => profiles.block(id),
    (client, relationship, id) => {
      showRelationship(client, relationship)
      dropAuthor(client, id)
      drop(client, 'profiles', id)
      refresh(client, ['profiles', 'blocked'], ['profiles', 'me'], ['profiles', 'one'])
    },
  )
}

/**
 * Unblocks a person by their id.
 * @example useUnblock().mutate(profile.id)
 */
export function useUnblock(): Command<Relationship, string> {
  return useCommand(
    ({ profiles }, id) => profiles.unblock(id),
    (client, _, id) => {
      drop(client, 'profiles', id, 'blocked')
      refresh(client, ['profiles', 'one'], ['posts', 'by', id])
    },
  )
}

/**
 * Mutes a person. Their posts leave your home feed.
 * @example useMute().mutate({ id: profile.id, expiresAt: tomorrow })
 */
export function useMute(): Command<Relationship, MuteOptions & { id: string }> {
  return useCommand(
    ({ profiles }, { id, ...options }) => profiles.mute(id, options),
    (client, relationship, { id }) => {
      showRelationship(client, relationship)
      dropAuthor(client, id, 'home', 'forYou', 'explore')
      refresh(client, ['profiles', 'muted'])
    },
  )
}

/**
 * Unmutes a person by their id.
 * @example useUnmute().mutate(profile.id)
 */
export function useUnmute(): Command<Relationship, string> {
  return useCommand(
    ({ profiles }, id) => profiles.unmute(id),
    (client, relationship, id) => {
      showRelationship(client, relationship)
      drop(client, 'profiles', id, 'muted')
      refresh(client, ['posts', 'home'])
    },
  )
}

/**
 * Adds a person to your close friends, or removes them.
 * @example useCloseFriend().mutate({ id: profile.id, isCloseFriend: true })
 */
export function useCloseFriend(): Command<Relationship, { id: string; isCloseFriend: boolean }> {
  return useCommand(
    ({ profiles }, { id, isCloseFriend }) =>
      isCloseFriend ? profiles.addCloseFriend(id) : profiles.removeCloseFriend(id),
    (client, relationship) => {
      showRelationship(client, relationship)
      refresh(client, ['profiles', 'closeFriends'])
    },
  )
}

/**
 * Rings the bell of a person, or unrings it: every new post notifies you.
 * @example useBell().mutate({ id: profile.id, isOn: true })
 */
export function useBell(): Command<Relationship, { id: string; isOn: boolean }> {
  return useCommand(
    ({ profiles }, { id, isOn }) => (isOn ? profiles.ringBell(id) : profiles.unringBell(id)),
    (client, relationship) => {
      showRelationship(client, relationship)
      refresh(client, ['profiles', 'bells'])
    },
  )
}

/**
 * Removes one of your followers by their id.
 * @example useRemoveFollower().mutate(profile.id)
 */
export function useRemoveFollower(): Command<Relationship, string> {
  return useCommand(
    ({ profiles }, id) => profiles.removeFollower(id),
    (client, relationship, id) => {
      showRelationship(client, relationship)
      const me = truthOf(client).findOwn()
      if (!me) return
      truthOf(client).apply((kind, row, key) =>
        kind === 'profiles' && row.id === id && key[2] === 'followers' && key[3] === me.id
          ? null
          : undefined,
      )
      count(client, 'profiles', String(me.id), 'follower_count', -1)
    },
  )
}

/**
 * Accepts or rejects the follow request of a person.
 * @example useRespondToRequest().mutate({ id: profile.id, accept: true })
 */
export function useRespondToRequest(): Command<Relationship, { id: string; accept: boolean }> {
  return useCommand(
    ({ followRequests }, { id, accept }) =>
      accept ? followRequests.accept(id) : followRequests.reject(id),
    (client, relationship, { id }) => {
      showRelationship(client, relationship)
      drop(client, 'profiles', id, 'requests')
      const me = truthOf(client).findOwn()
      if (me) refresh(client, ['profiles', 'followers', me.id])
      refresh(client, ['profiles', 'me'])
    },
  )
}

/**
 * Removes a person from your suggestions by their id.
 * @example useDismissSuggestion().mutate(profile.id)
 */
export function useDismissSuggestion(): Command<Relationship, string> {
  return useCommand(
    ({ suggestions }, id) => suggestions.dismiss(id),
    (client, _, id) => drop(client, 'profiles', id, 'suggestions'),
  )
}

/**
 * Reports a person to staff.
 * @example useReportProfile().mutate({ id: profile.id, reason: 'impersonation' })
 */
export function useReportProfile(): Command<Report, ReportInput & { id: string }> {
  return useCommand(
    ({ profiles }, { id, ...input }) => profiles.report(id, input),
    (client) => refresh(client, ['other', 'reports']),
  )
}

/** Shows your profile everywhere, also as the author of your posts and comments. */
function showMe(client: QueryClient, me: Profile): void {
  truthOf(client).apply(sameAs([ROOT, 'profiles'], me))
}

/**
 * Changes your profile.
 * @example useUpdateProfile().mutate({ bio: 'Photographs bridges' })
 */
export function useUpdateProfile(): Command<Profile, UpdateProfileInput> {
  return useCommand(({ account }, changes) => account.update(changes), showMe)
}

/**
 * Changes your username.
 * @example useChangeUsername().mutate('anna.b')
 */
export function useChangeUsername(): Command<Profile, string> {
  return useCommand(({ account }, username) => account.changeUsername(username), showMe)
}
