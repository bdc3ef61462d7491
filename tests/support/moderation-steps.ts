import { expect } from 'vitest'
import {
  ada,
  among,
  appeal,
  bob,
  byAlice,
  byBob,
  comment,
  mona,
  nothing,
  onBob,
  onComment,
  onPost,
  post,
  report,
  row,
  rows,
  type Step,
  sanction,
} from './cast.ts'

const byAda = () => ada
const byMona = () => mona
const onMona = () => ({ profile_id: mona.id })
const onReport = () => ({ report_id: report.id })
const all = () => ({ page_size: 101 })
const spam = { reason: 'spam' }
const restoring = { action: 'restore', reason: 'There is nothing' }
const aTime = expect.any(String)

/**
 * One call of each function for reports and staff. The calls need a post by Alice, and a comment by
 * Bob on this post.
 */
export const moderation: Record<string, Step> = {
  add_staff_member: [
    byAda,
    () => ({ ...onMona(), role: 'moderator' }),
    () => row({ profile_id: mona.id, role: 'moderator' }),
  ],
  staff_members: [byMona, all, () => among({ profile_id: mona.id })],
  report_post: [
    byBob,
    () => ({ ...onPost(), ...spam }),
    () => row({ target_kind: 'post', target_id: post.id, decision: null }),
  ],
  report_comment: [
    byAlice,
    () => ({ ...onComment(), ...spam }),
    () => row({ target_kind: 'comment', target_id: comment.id }),
  ],
  report_profile: [
    byAlice,
    () => ({ ...onBob(), ...spam }),
    () => row({ target_kind: 'profile', target_id: bob.id }),
  ],
  my_reports: [byBob, nothing, () => rows({ id: report.id })],
  moderation_queue: [byMona, all, () => among({ reason: 'spam', decision: null })],
  review_report: [byMona, onReport, () => row({ id: report.id, reporter_id: bob.id })],
  moderate_post: [
    byAda,
    () => ({ ...onPost(), action: 'hide', reason: 'Spam' }),
    () => row({ target_id: post.id, hidden_at: aTime }),
  ],
  moderate_comment: [
    byMona,
    () => ({ ...onComment(), ...restoring }),
    () => row({ target_id: comment.id, hidden_at: null }),
  ],
  moderate_profile: [
    byMona,
    () => ({ ...onBob(), ...restoring }),
    () => row({ target_id: bob.id, limited_at: null, suspended_at: null }),
  ],
  hide_hashtag: [
    byMona,
    () => ({ hashtag: '#HttpAd', hidden_from: 'trends', reason: 'Spam' }),
    () => row({ hashtag: 'httpad', hidden_from: 'trends' }),
  ],
  resolve_report: [
    byMona,
    () => ({ ...onReport(), decision: 'action_taken', reason: 'Spam' }),
    () => row({ id: report.id, decision: 'action_taken', decider_id: mona.id }),
  ],
  my_sanctions: [byAlice, nothing, () => rows({ action: 'hide', target_id: post.id })],
  appeal_sanction: [
    byAlice,
    () => ({ sanction_id: sanction.id, reason: 'A photograph' }),
    () => row({ id: sanction.id, appealed_at: aTime, decision: null }),
  ],
  appeals: [byMona, all, () => among({ sanction_id: sanction.id })],
  decide_appeal: [
    byMona,
    () => ({ appeal_id: appeal.id, decision: 'overturned', reason: 'A photograph' }),
    () => row({ sanction_id: sanction.id, decision: 'overturned', is_in_force: false }),
  ],
  audit_log: [byMona, all, () => among({ action: 'overturn', actor_id: mona.id })],
  statistics: [
    byMona,
    () => ({ days: 1 }),
    () => rows({ day: new Date().toISOString().slice(0, 10), storage_bytes: expect.any(Number) }),
  ],
  remove_staff_member: [byAda, onMona, () => row({ profile_id: mona.id, is_staff: false })],
}
