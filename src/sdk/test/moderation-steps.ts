import { expect } from 'vitest'
import type { Person } from './people.ts'
import type { Step } from './steps.ts'

/** Who takes part, and what the steps before gave. */
export interface Cast {
  alice: Person
  bob: Person
  late: Person
  ada: Person
  eve: Person
  // biome-ignore lint/suspicious/noExplicitAny: an answer is whatever its step expects it to be
  made: Record<string, any>
}

const row = (values: object) => expect.objectContaining(values)
const among = (values: object) => expect.arrayContaining([row(values)])

/** From a report to an appeal: alice posted, bob commented; eve is a moderator, ada administrates. */
export function moderationSteps(cast: () => Cast): Record<string, Step> {
  const [byAlice, byBob] = [() => cast().alice, () => cast().bob]
  const [byAda, byEve] = [() => cast().ada, () => cast().eve]
  const id = (step: string): string => cast().made[step].id
  const onPost = () => ({ post_id: id('create_post') })
  const onComment = () => ({ comment_id: id('add_comment') })
  const onReport = () => ({ report_id: id('report_post') })
  const sanction = () => cast().made.my_sanctions[0].id
  const appeal = () =>
    cast().made.appeals.find((one: { sanction_id: string }) => one.sanction_id === sanction()).id
  const reason = 'Because'
  const restore = { action: 'restore', reason }
  return {
    report_post: [
      byBob,
      () => ({ ...onPost(), reason: 'spam', note: 'Look' }),
      () => row({ target_id: id('create_post'), note: 'Look', decision: null }),
    ],
    report_comment: [
      byAlice,
      () => ({ ...onComment(), reason: 'harassment' }),
      () => row({ target_kind: 'comment' }),
    ],
    report_profile: [
      byBob,
      () => ({ profile_id: cast().alice.id, reason: 'other' }),
      () => row({ target_kind: 'profile' }),
    ],
    my_reports: [byBob, () => ({ page_size: 1 }), () => [row({ target_id: cast().alice.id })]],
    review_report: [
      byEve,
      onReport,
      () => row({ reporter_id: cast().bob.id, snapshot: row({ caption: 'Two' }) }),
    ],
    moderate_post: [
      byEve,
      () => ({ ...onPost(), ...onReport(), action: 'hide', reason, ground: 'law' }),
      () => row({ hidden_at: expect.any(String) }),
    ],
    close_report: [
      byEve,
      () => ({ ...onReport(), decision: 'resolved', reason }),
      () => row({ decision: 'resolved' }),
    ],
    moderation_queue: [
      byEve,
      () => ({ state: 'closed', page_size: 100 }),
      () => among({ id: id('report_post') }),
    ],
    my_sanctions: [byAlice, () => ({}), () => [row({ reason, ground: 'law' })]],
    appeal_sanction: [
      byAlice,
      () => ({ sanction_id: sanction(), statement: 'No' }),
      () => row({ is_standing: true, is_appealable: false }),
    ],
    appeals: [byAda, () => ({ page_size: 100 }), () => among({ sanction_id: sanction() })],
    decide_appeal: [
      byAda,
      () => ({ appeal_id: appeal(), decision: 'overturned', reason }),
      () => row({ decision: 'overturned', is_standing: false }),
    ],
    moderate_comment: [
      byAda,
      () => ({ ...onComment(), ...restore }),
      () => row({ hidden_at: null }),
    ],
    moderate_profile: [
      byAda,
      () => ({ profile_id: cast().bob.id, ...restore }),
      () => row({ limited_at: null, suspended_at: null }),
    ],
    appoint_staff: [
      byAda,
      () => ({ profile_id: cast().late.id, role: 'moderator' }),
      () => row({ role: 'moderator' }),
    ],
    staff_members: [byAda, () => ({ page_size: 100 }), () => among({ profile_id: cast().late.id })],
    dismiss_staff: [byAda, () => ({ profile_id: cast().late.id }), () => true],
  }
}
