import { list } from '../attempt.ts'
import * as scene from '../scene.ts'
import { calls, type ExpectedFunction, found, type Gives, ok } from './function.ts'

/**
 * Expects that a call succeeds for every person whom the caller can see. For the caller's own id,
 * expects the error `onSelf`.
 */
export const other = (onSelf: string): Gives => {
  const toOthers = found('person')
  return (viewer, label) => (viewer.role === label ? onSelf : toOthers(viewer, label))
}

const follows = (follower: string, followee: string) => `${follower} → ${followee}` in scene.follows

/**
 * The followee may accept a follow request. Accepting is idempotent, so accepting a request twice
 * causes no error.
 */
const request: Gives = ({ role, sees }, label) =>
  follows(label, role) && sees(role, 'person', label) ? 'ok' : 'follow_request_not_found'

/**
 * Blocking is idempotent, so a second block of the same person causes no error. A blocked person
 * cannot block the blocker, because a blocked person does not see the blocker.
 */
const block: Gives = (viewer, label) => {
  const isBlocked = { owner: 'blocked', blocker: 'owner' }[viewer.role as string] === label
  return isBlocked ? 'ok' : other('cannot_block_self')(viewer, label)
}

/**
 * Expects the people in a list of followers or followees. A viewer sees these lists of a profile
 * only if the viewer also sees the counts of the profile.
 */
const edges =
  (of: (edge: [string, string]) => string, to: (edge: [string, string]) => string): Gives =>
  ({ role, sees }, label) =>
    list(
      Object.entries(scene.follows)
        .filter(([, edge]) => of(edge) === label && edge[0] !== 'requester')
        .filter(([name]) => sees(role, 'counts', label) && sees(role, 'follow', name))
        .map(([, edge]) => to(edge)),
    )
const follower = ([from]: [string, string]) => from
const followee = ([, to]: [string, string]) => to

/** Expects a profile. The profile contains counts only if the viewer may see the counts. */
const page: Gives = ({ role, sees }, label) =>
  sees(role, 'counts', label) ? 'with counts' : 'without counts'
const pageCall = (name: string, argument: string) =>
  `select case when post_count is null then 'without counts' else 'with counts' end
   from social.${name}(${argument})`

export const personFunctions: Record<string, ExpectedFunction> = {
  can_see_profile: calls(
    'anybody',
    "select case when social.can_see_profile($person) then 'seen' else 'not seen' end",
    ({ role, sees }, label) => (sees(role, 'person', label) ? 'seen' : 'not seen'),
  ),
  profile: calls('anybody', pageCall('profile', '$person'), found('person', page)),
  profile_by_username: calls(
    'anybody',
    pageCall('profile_by_username', '$username'),
    found('person', page),
  ),
  profile_posts: calls(
    'anybody',
    '$person, page_size => 101',
    found('person', ({ role, sees }, label) =>
      list(
        Object.entries(scene.posts)
          .filter(
            ([name, post]) => post.author === label && !post.isArchived && sees(role, 'post', name),
          )
          .map(([name]) => name),
      ),
    ),
    'post',
  ),
  profile_followers: calls(
    'anybody',
    '$person, page_size => 101',
    found('person', edges(followee, follower)),
    'person',
  ),
  profile_following: calls(
    'anybody',
    '$person, page_size => 101',
    found('person', edges(follower, followee)),
    'person',
  ),
  follow_profile: calls('person', '$person', other('cannot_follow_self')),
  unfollow_profile: calls('person', '$person', ok),
  accept_follow: calls('person', '$person', request),
  reject_follow: calls('person', '$person', ok),
  remove_follower: calls('person', '$person', ok),
  block_profile: calls('person', '$person', block),
  unblock_profile: calls('person', '$person', ok),
  mute_profile: calls('person', '$person', other('cannot_mute_self')),
  unmute_profile: calls('person', '$person', ok),
  add_close_friend: calls('person', '$person', other('cannot_add_self')),
  remove_close_friend: calls('person', '$person', ok),
}
