import type { Database } from './database.types.ts'
import type { PageOptions } from './pages.ts'
import type { Row } from './row.ts'

type Enums = Database['social']['Enums']

/** What a report or sanction refers to. */
export type TargetKind = Enums['target_kind']

/** The reason for a report. */
export type ReportReason = Enums['report_reason']

/** The decision of staff about a report. */
export type ReportDecision = Enums['report_decision']

/** The decision of staff about an appeal: the sanction stays, or is lifted. */
export type AppealDecision = Enums['appeal_decision']

/** An action of staff: `hide` is for posts and comments, `limit` and `suspend` for accounts. */
export type ModerationAction = Enums['moderation_action']

/** What the sanctioned content or account violates: the terms of service, or the law. */
export type SanctionGround = Enums['sanction_ground']

/** Administrators add and remove staff, and only they moderate administrators. */
export type StaffRole = Enums['staff_role']

/** Which reports or appeals to list. */
export type CaseState = Enums['case_state']

/** A report to send. */
export interface ReportInput {
  reason: ReportReason
  /** What staff should know, in your own words. */
  note?: string | undefined
}

/** Why staff take an action. */
export interface ModerationInput {
  /** Shown to the person concerned. */
  reason: string
  /** @default 'terms' */
  ground?: SanctionGround | undefined
  /** The report that led to the action. */
  reportId?: string | undefined
}

/** A decision and its reason. */
export interface DecisionInput<Decision extends ReportDecision | AppealDecision> {
  decision: Decision
  reason: string
}

/** Which reports or appeals to list, and which page of them. */
export interface CaseOptions extends PageOptions {
  /** @default 'open' */
  state?: CaseState
}

/** Your report. `decision` is null while it is open. */
export interface Report extends Row<'report_card', 'note' | 'decision' | 'decided_at'> {}

type CaseNulls = 'note' | 'decision' | 'decision_reason' | 'decided_at'

/** A report in the moderation queue. */
export interface ReportCase extends Row<'report_case', CaseNulls | 'decider_id'> {}

/**
 * A report in full. `snapshot` is the content at the time of the report. `current` is the content
 * now, or null when it no longer exists.
 */
export interface ReportReview
  extends Row<'report_review', CaseNulls | 'reporter_username' | 'current'> {}

/** The moderation state of a post, a comment or an account. */
export interface ModerationState
  extends Row<'moderation_state', 'subject_id' | 'hidden_at' | 'limited_at' | 'suspended_at'> {}

type Undecided = 'decision' | 'decision_reason' | 'decided_at'

/** A sanction on your account, post or comment. */
export interface Sanction
  extends Row<'sanction', 'reason' | 'ground' | 'appealed_at' | Undecided> {}

/** An appeal as staff see it. `actor_id` is null when the operator imposed the sanction. */
export interface Appeal
  extends Row<'appeal', 'actor_id' | 'reason' | 'ground' | 'decider_id' | Undecided> {}

/** A member of staff. */
export interface StaffMember extends Row<'staff_member', 'display_name' | 'avatar_path'> {}

/** The result of removing a staff member. */
export interface StaffRemoval extends Row<'staff_removal'> {}
