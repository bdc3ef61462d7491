import type { MuteOptions, UpdateProfileInput } from '../../sdk/inputs.ts'
import type { Report, ReportInput } from '../../sdk/moderation-types.ts'
import type { Profile, Relationship } from '../../sdk/types.ts'
import { type Command, useCommand } from './command.ts'

/**
 * Blocks a person by their id. Everything of the person goes from all lists.
 * @example useBlock().mutate(profile.id)
 */
export function useBlock(): Command<Relationship, string> {
  return useCommand('profiles', 'block')
}

/**
 * Unblocks a person by their id.
 * @example useUnblock().mutate(profile.id)
 */
export function useUnblock(): Command<Relationship, string> {
  return useCommand('profiles', 'unblock')
}

/**
 * Mutes a person. Their posts leave your home feed.
 * @example useMute().mutate({ id: profile.id, expiresAt: tomorrow })
 */
export function useMute(): Command<Relationship, MuteOptions & { id: string }> {
  return useCommand('profiles', 'mute')
}

/**
 * Unmutes a person by their id.
 * @example useUnmute().mutate(profile.id)
 */
export function useUnmute(): Command<Relationship, string> {
  return useCommand('profiles', 'unmute')
}

/**
 * Adds a person to your close friends, or removes them.
 * @example useCloseFriend().mutate({ id: profile.id, isCloseFriend: true })
 */
export function useCloseFriend(): Command<Relationship, { id: string; isCloseFriend: boolean }> {
  return useCommand(
    'profiles',
    'addCloseFriend',
    ({ id, isCloseFriend }: { id: string; isCloseFriend: boolean }) => [
      isCloseFriend ? 'addCloseFriend' : 'removeCloseFriend',
      id,
    ],
  )
}

/**
 * Rings the bell of a person, or unrings it: every new post notifies you.
 * @example useBell().mutate({ id: profile.id, isOn: true })
 */
export function useBell(): Command<Relationship, { id: string; isOn: boolean }> {
  return useCommand('profiles', 'ringBell', ({ id, isOn }: { id: string; isOn: boolean }) => [
    isOn ? 'ringBell' : 'unringBell',
    id,
  ])
}

/**
 * Removes one of your followers by their id.
 * @example useRemoveFollower().mutate(profile.id)
 */
export function useRemoveFollower(): Command<Relationship, string> {
  return useCommand('profiles', 'removeFollower')
}

/**
 * Accepts or rejects the follow request of a person.
 * @example useRespondToRequest().mutate({ id: profile.id, accept: true })
 */
export function useRespondToRequest(): Command<Relationship, { id: string; accept: boolean }> {
  return useCommand(
    'followRequests',
    'accept',
    ({ id, accept }: { id: string; accept: boolean }) => [accept ? 'accept' : 'reject', id],
  )
}

/**
 * Removes a person from your suggestions by their id.
 * @example useDismissSuggestion().mutate(profile.id)
 */
export function useDismissSuggestion(): Command<Relationship, string> {
  return useCommand('suggestions', 'dismiss')
}

/**
 * Reports a person to staff.
 * @example useReportProfile().mutate({ id: profile.id, reason: 'impersonation' })
 */
export function useReportProfile(): Command<Report, ReportInput & { id: string }> {
  return useCommand('profiles', 'report')
}

/**
 * Changes your profile.
 * @example useUpdateProfile().mutate({ bio: 'Photographs bridges' })
 */
export function useUpdateProfile(): Command<Profile, UpdateProfileInput> {
  return useCommand('account', 'update')
}

/**
 * Changes your username.
 * @example useChangeUsername().mutate('anna.b')
 */
export function useChangeUsername(): Command<Profile, string> {
  return useCommand('account', 'changeUsername')
}
