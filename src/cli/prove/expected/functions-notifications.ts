import { list } from '../attempt.ts'
import { type Notification, notifications } from '../notifications.ts'
import * as scene from '../scene.ts'
import { calls, type ExpectedFunction, found, type Gives, ok, type Viewer } from './function.ts'
import { other } from './functions-people.ts'

/**
 * Whether the viewer sees a notification: it is for the viewer, who sees its actor and its object,
 * does not mute the actor, and may learn of the cause.
 */
function shows({ role, sees }: Viewer, { to, kind, from, object, target }: Notification): boolean {
  if (to !== role) return false
  if (from && !(sees(role, 'person', from) && !isMuted(role, from))) return false
  if (kind === 'report_waiting') return role === 'staff'
  if (kind === 'request_accepted' && role === 'requester') return false // nobody has answered
  if (kind === 'report_decision') return false // nobody has decided about the report
  return [object, target].every(([of, label]) => of === 'report' || sees(role, of, label))
}

const isMuted = (role: string, from: string) => role === 'owner' && from === 'muted'

const shown = (viewer: Viewer) =>
  Object.keys(notifications).filter((label) => shows(viewer, notifications[label] as Notification))

/** Reading a notification of somebody else has no effect on the count. */
const reads: Gives = (viewer, label) => {
  const labels = shown(viewer)
  return String(labels.length - (labels.includes(label) ? 1 : 0))
}

/** Functions that the test calls without the id of a test row. */
export const inboxFunctions: Record<string, ExpectedFunction> = {
  notifications: calls(
    'person',
    'page_size => 101',
    (viewer) => list(shown(viewer)),
    'notification',
  ),
  unseen_count: calls('person', 'select social.unseen_count()::text', (viewer) =>
    String(shown(viewer).length),
  ),
  mark_notifications_seen: calls('person', "'x'", () => 'cursor_invalid'),
  notification_preferences: calls('person', '', ok),
  set_notification_preference: calls('person', "'post_like', 'nobody'", ok),
  watch_notifications: calls('person', '', ok),
  bells: calls(
    'person',
    'page_size => 101',
    ({ role, sees }) =>
      list(
        scene.bells
          .filter(([ringer, author]) => ringer === role && sees(role, 'person', author))
          .map(([, author]) => author),
      ),
    'person',
  ),
  muted_posts: calls(
    'person',
    'page_size => 101',
    ({ role, sees }) =>
      list(
        scene.mutedPosts
          .filter(([who, post]) => who === role && sees(role, 'post', post))
          .map(([, post]) => post),
      ),
    'post',
  ),
}

export const notificationFunctions: Record<string, ExpectedFunction> = {
  mark_notifications_read: calls(
    'person',
    'select social.mark_notifications_read(array[$notification]::uuid[])::text',
    reads,
  ),
}

export const bellFunctions: Record<string, ExpectedFunction> = {
  ring_bell: calls('person', '$person', other('cannot_ring_self')),
  unring_bell: calls('person', '$person', ok),
}

export const mutedPostFunctions: Record<string, ExpectedFunction> = {
  mute_post_notifications: calls('person', '$post', found('post')),
  unmute_post_notifications: calls('person', '$post', ok),
  watch_post: calls('person', '$post', found('post')),
}
