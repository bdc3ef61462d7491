import type { Database } from './database.types.ts'
import type { PageOptions } from './pages.ts'
import type { Row } from './row.ts'

type Enums = Database['social']['Enums']

/** What reports and sanctions are about. */
export type TargetKind = Enums['target_kind']

/** Why somebody reports. */
export type ReportReason = Enums['report_reason']

/** What staff decided about a report: they saw to it, or there was nothing to do. */
export type ReportDecision = Enums['report_decision']

/** What staff decided about an appeal: the sanction stands, or is lifted. */
export type AppealDecision = Enums['appeal_decision']

/** What staff can do: hide posts and comments, limit and suspend people, restore both. */
export type ModerationAction = Enums['moderation_action']

/** Why staff acted: it breaks the terms of the service, or the law. */
export type SanctionGround = Enums['sanction_ground']

/** Administrators appoint staff, and alone decide about administrators. */
export type StaffRole = Enums['staff_role']

/** Which reports or appeals to list. */
export type CaseState = Enums['case_state']

/** Why you report something. */
export interface ReportInput {
  reason: ReportReason
  /** In your own words. */
  note?: string | undefined
}

/** What to do to a post, comment or person, and why. */
export interface ModerateInput<Action extends ModerationAction> {
  action: Action
  /** The person concerned reads it. */
  reason: string
  /** @default 'terms' */
  ground?: SanctionGround | undefined
  /** The report of it that led here. */
  reportId?: string | undefined
}

/** A decision, and why. */
export interface DecisionInput<Decision extends ReportDecision | AppealDecision> {
  decision: Decision
  reason: string
}

/** Which page of which cases. */
export interface CaseOptions extends PageOptions {
  /** @default 'open' */
  state?: CaseState
}

/** A report of yours; without `decision` while it is open. */
export interface Report extends Row<'report_card', 'note' | 'decision' | 'decided_at'> {}

type CaseNulls = 'note' | 'decision' | 'decision_reason' | 'decided_at'

/** A report in the queue of staff. */
export interface ReportCase extends Row<'report_case', CaseNulls | 'decider_id'> {}

/** A report in full: what was reported, what it is now (null when it is gone), and others of it. */
export interface ReportReview
  extends Row<'report_review', CaseNulls | 'reporter_username' | 'current'> {}

/** How staff left a post, a comment or a person: since when hidden, limited, suspended. */
export interface ModerationState
  extends Row<'moderation_state', 'subject_id' | 'hidden_at' | 'limited_at' | 'suspended_at'> {}

type Undecided = 'decision' | 'decision_reason' | 'decided_at'

/** What staff did to you or to something of yours, why, and until when you may appeal. */
export interface Sanction
  extends Row<'sanction', 'reason' | 'ground' | 'appealed_at' | Undecided> {}

/** An appeal as staff read it; without `actor_id` the operator acted. */
export interface Appeal
  extends Row<'appeal', 'actor_id' | 'reason' | 'ground' | 'decider_id' | Undecided> {}

/** A person who moderates. */
export interface StaffMember extends Row<'staff_member', 'display_name' | 'avatar_path'> {}
