import { list } from '../attempt.ts'
import type { Role } from '../roles.ts'
import * as scene from '../scene.ts'
import { calls, type ExpectedFunction, found, type Gives, ok } from './function.ts'

const nothing = 'gen_random_uuid()'
const restore = "'restore', 'Because'"

const writer = (label: string) => scene.comments[label]?.author
const author = (label: string) => scene.posts[label]?.author

/** People may report content that they can see, except their own content. */
const reports =
  (kind: 'person' | 'post' | 'comment', of: (label: string) => unknown): Gives =>
  (viewer, label) =>
    found(kind, ({ role }) => {
      if (of(label) === null) return 'comment_not_found'
      return of(label) === role ? 'cannot_report_self' : 'ok'
    })(viewer, label)

/** Staff may moderate everything except their own content. */
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

/** For staff, reports about themselves and reports by themselves do not exist. */
const decides: Gives = ({ role }, label) => {
  const report = scene.reports[label]
  return report?.of === role || report?.by === role ? 'report_not_found' : 'ok'
}

export const reportFunctions: Record<string, ExpectedFunction> = {
  review_report: calls('staff', '$report', decides),
  resolve_report: calls('staff', "$report, 'dismissed', 'No'", decides),
}

/** Functions that take no id, or that the test calls with an id that does not exist. */
export const moderationFunctions: Record<string, ExpectedFunction> = {
  my_reports: calls(
    'person',
    'page_size => 101',
    reportsWhere(({ by }, role) => by === role),
    'report',
  ),
  my_sanctions: calls('account', '', ok),
  appeal_sanction: calls('account', `${nothing}, 'No'`, () => 'sanction_not_found'),
  moderation_queue: calls(
    'staff',
    'after => $before, page_size => 101',
    reportsWhere(({ by, of }, role) => by !== role && of !== role),
    'report',
  ),
  appeals: calls('staff', '', ok),
  decide_appeal: calls('staff', `${nothing}, 'upheld', 'No'`, () => 'appeal_not_found'),
  audit_log: calls('staff', '', ok),
  statistics: calls('staff', '', ok),
  staff_members: calls('staff', '', ok),
}

export const personModerationFunctions: Record<string, ExpectedFunction> = {
  report_profile: calls(
    'person',
    "$person, 'spam'",
    reports('person', (label) => label),
  ),
  moderate_profile: calls(
    'staff',
    `$person, ${restore}`,
    moderates((label) => label),
  ),
  add_staff_member: calls('administrator', "$person, 'moderator'", ok),
  remove_staff_member: calls('administrator', '$person', ok),
}

export const postModerationFunctions: Record<string, ExpectedFunction> = {
  report_post: calls('person', "$post, 'spam'", reports('post', author)),
  moderate_post: calls('staff', `$post, ${restore}`, moderates(author)),
}

export const commentModerationFunctions: Record<string, ExpectedFunction> = {
  report_comment: calls('person', "$comment, 'spam'", reports('comment', writer)),
  moderate_comment: calls('staff', `$comment, ${restore}`, moderates(writer)),
}
