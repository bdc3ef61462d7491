import type { MuteOptions, UpdateProfileInput } from '../../sdk/inputs.ts'
import type { Report, ReportInput } from '../../sdk/moderation-types.ts'
import type { Profile, Relationship } from '../../sdk/types.ts'
import { type Command, useCommand } from './command.ts'

/**
 * Blocks a person by their id. Everything of the person goes from all lists.
 * @example useBlock().mutate(profile.id)
 */
export function useBlock(): Command<Relationship, string> {
  return useCommand(
    ({ profiles }, id) => profiles.block(id),
    (effects) => effects.block,
  )
}

/**
 * Unblocks a person by their id.
 * @example useUnblock().mutate(profile.id)
 */
export function useUnblock(): Command<Relationship, string> {
  return useCommand(
    ({ profiles }, id) => profiles.unblock(id),
    (effects) => effects.unblock,
  )
}

/**
 * Mutes a person. Their posts leave your home feed.
 * @example useMute().mutate({ id: profile.id, expiresAt: tomorrow })
 */
export function useMute(): Command<Relationship, MuteOptions & { id: string }> {
  return useCommand(
    ({ profiles }, { id, ...options }) => profiles.mute(id, options),
    (effects) => effects.mute,
  )
}

/**
 * Unmutes a person by their id.
 * @example useUnmute().mutate(profile.id)
 */
export function useUnmute(): Command<Relationship, string> {
  return useCommand(
    ({ profiles }, id) => profiles.unmute(id),
    (effects) => effects.unmute,
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
    (effects) => effects.closeFriend,
  )
}

/**
 * Rings the bell of a person, or unrings it: every new post notifies you.
 * @example useBell().mutate({ id: profile.id, isOn: true })
 */
export function useBell(): Command<Relationship, { id: string; isOn: boolean }> {
  return useCommand(
    ({ profiles }, { id, isOn }) => (isOn ? profiles.ringBell(id) : profiles.unringBell(id)),
    (effects) => effects.bell,
  )
}

/**
 * Removes one of your followers by their id.
 * @example useRemoveFollower().mutate(profile.id)
 */
export function useRemoveFollower(): Command<Relationship, string> {
  return useCommand(
    ({ profiles }, id) => profiles.removeFollower(id),
    (effects) => effects.removeFollower,
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
    (effects) => effects.respondToRequest,
  )
}

/**
 * Removes a person from your suggestions by their id.
 * @example useDismissSuggestion().mutate(profile.id)
 */
export function useDismissSuggestion(): Command<Relationship, string> {
  return useCommand(
    ({ suggestions }, id) => suggestions.dismiss(id),
    (effects) => effects.dismissSuggestion,
  )
}

/**
 * Reports a person to staff.
 * @example useReportProfile().mutate({ id: profile.id, reason: 'impersonation' })
 */
export function useReportProfile(): Command<Report, ReportInput & { id: string }> {
  return useCommand(
    ({ profiles }, { id, ...input }) => profiles.report(id, input),
    (effects) => effects.reportProfile,
  )
}

/**
 * Changes your profile.
 * @example useUpdateProfile().mutate({ bio: 'Photographs bridges' })
 */
export function useUpdateProfile(): Command<Profile, UpdateProfileInput> {
  return useCommand(
    ({ account }, changes) => account.update(changes),
    (effects) => effects.updateProfile,
  )
}

/**
 * Changes your username.
 * @example useChangeUsername().mutate('anna.b')
 */
export function useChangeUsername(): Command<Profile, string> {
  return useCommand(
    ({ account }, username) => account.changeUsername(username),
    (effects) => effects.changeUsername,
  )
}
