import { list } from '../attempt.ts'
import type { Role } from '../roles.ts'
import * as scene from '../scene.ts'
import type { Callers } from './callers.ts'
import { type Door, found, type Gives, ok } from './door.ts'

const door = (callers: Callers, call: string, gives: Gives): Door => ({ callers, call, gives })

const nothing = 'gen_random_uuid()'
const restore = "'restore', 'Because'"

const writer = (label: string) => scene.comments[label]?.author
const author = (label: string) => scene.posts[label]?.author

/** One reports what one sees, but not what is one's own. */
const reports =
  (kind: 'person' | 'post' | 'comment', of: (label: string) => unknown): Gives =>
  (viewer, label) =>
    found(kind, ({ role }) => {
      if (of(label) === null) return 'comment_not_found'
      return of(label) === role ? 'cannot_report_self' : 'ok'
    })(viewer, label)

/** Staff act on everything that is there, but not on what is their own. */
const moderates =
  (of: (label: string) => unknown): Gives =>
  ({ role }, label) => {
    if (of(label) === null) return 'target_not_found'
    return of(label) === role ? 'cannot_moderate_self' : 'ok'
  }

const reportsWhere =
  (holds: (report: (typeof scene.reports)[string], role: Role) => boolean): Gives =>
  ({ role }) =>
    list(
      Object.entries(scene.reports)
        .filter(([, report]) => holds(report, role))
        .map(([label]) => label),
    )

/** Staff decide about everybody but themselves. */
const decides: Gives = ({ role }, label) =>
  scene.reports[label]?.of === role ? 'cannot_moderate_self' : 'ok'

export const reportDoors: Record<string, Door> = {
  review_report: door('staff', '$report', decides),
  resolve_report: door('staff', "$report, 'dismissed', 'No'", decides),
}

/** What is tried on nothing, or on an id that nothing has. */
export const moderationDoors: Record<string, Door> = {
  my_reports: {
    ...door(
      'person',
      'page_size => 101',
      reportsWhere(({ by }, role) => by === role),
    ),
    rows: 'report',
  },
  my_sanctions: door('account', '', ok),
  appeal_sanction: door('account', `${nothing}, 'No'`, () => 'sanction_not_found'),
  moderation_queue: {
    ...door(
      'staff',
      'after => $before, page_size => 101',
      reportsWhere(({ of }, role) => of !== role),
    ),
    rows: 'report',
  },
  appeals: door('staff', '', ok),
  decide_appeal: door('staff', `${nothing}, 'upheld', 'No'`, () => 'appeal_not_found'),
  staff_members: door('staff', '', ok),
}

export const personModerationDoors: Record<string, Door> = {
  report_profile: door(
    'person',
    "$person, 'spam'",
    reports('person', (label) => label),
  ),
  moderate_profile: door(
    'staff',
    `$person, ${restore}`,
    moderates((label) => label),
  ),
  add_staff_member: door('administrator', "$person, 'moderator'", ok),
  remove_staff_member: door('administrator', '$person', ok),
}

export const postModerationDoors: Record<string, Door> = {
  report_post: door('person', "$post, 'spam'", reports('post', author)),
  moderate_post: door('staff', `$post, ${restore}`, moderates(author)),
}

export const commentModerationDoors: Record<string, Door> = {
  report_comment: door('person', "$comment, 'spam'", reports('comment', writer)),
  moderate_comment: door('staff', `$comment, ${restore}`, moderates(writer)),
}
