import type { Database } from './database.types.ts'
import type { PageOptions } from './pages.ts'
import type { Row } from './row.ts'

type Enums = Database['social']['Enums']

/** The kind of target of a report or sanction: a post, a comment or a profile. */
export type TargetKind = Enums['target_kind']

/** The reason for a report. */
export type ReportReason = Enums['report_reason']

/** The decision of staff about a report. */
export type ReportDecision = Enums['report_decision']

/** The decision of staff about an appeal: the sanction is upheld, or overturned and lifted. */
export type AppealDecision = Enums['appeal_decision']

/**
 * An action of staff. `hide` applies to posts and comments, `limit` and `suspend` apply to
 * accounts, and `restore` applies to all of them.
 */
export type ModerationAction = Enums['moderation_action']

/** What the sanctioned content or account violates: the terms of service or the law. */
export type SanctionGround = Enums['sanction_ground']

/**
 * The role of a staff member. Only administrators add and remove staff, and only administrators
 * moderate other administrators.
 */
export type StaffRole = Enums['staff_role']

/** Whether to list open or closed reports and appeals. */
export type CaseState = Enums['case_state']

/** The content of a new report. */
export interface ReportInput {
  reason: ReportReason
  /** Details about the reason, in your own words. Staff can read the note. */
  note?: string | undefined
}

/** The reason for an action of staff. */
export interface ModerationInput {
  /** The reason in words. The sanctioned person can read the reason. */
  reason: string
  /** @default 'terms' */
  ground?: SanctionGround | undefined
  /** The id of the report that led to the action. */
  reportId?: string | undefined
}

/** A decision of staff, and the reason for the decision. */
export interface DecisionInput<Decision extends ReportDecision | AppealDecision> {
  decision: Decision
  reason: string
}

/** Options of a list of reports or appeals: their state, and the page to fetch. */
export interface CaseOptions extends PageOptions {
  /** @default 'open' */
  state?: CaseState
}

/** A report that you sent. `decision` is null while the report is open. */
export interface Report extends Row<'report_card', 'note' | 'decision' | 'decided_at'> {}

type CaseNulls = 'note' | 'decision' | 'decision_reason' | 'decided_at'

/** A report in the moderation queue. */
export interface ReportCase extends Row<'report_case', CaseNulls | 'decider_id'> {}

/**
 * A report with the reported content. `snapshot` is the content at the time of the report.
 * `current` is the content now, or null when the content no longer exists.
 */
export interface ReportReview
  extends Row<'report_review', CaseNulls | 'reporter_username' | 'current'> {}

/** The sanctions in force on a post, a comment or an account. */
export interface ModerationState
  extends Row<'moderation_state', 'subject_id' | 'hidden_at' | 'limited_at' | 'suspended_at'> {}

type Undecided = 'decision' | 'decision_reason' | 'decided_at'

/** A sanction on your account, post or comment. */
export interface Sanction
  extends Row<'sanction', 'reason' | 'ground' | 'appealed_at' | Undecided> {}

/**
 * An appeal as staff see it. `actor_id` is the staff member who imposed the sanction, or null when
 * the operator imposed it.
 */
export interface Appeal
  extends Row<'appeal', 'actor_id' | 'reason' | 'ground' | 'decider_id' | Undecided> {}

type AuditNulls =
  | 'actor_id'
  | 'actor_username'
  | 'subject_id'
  | 'subject_username'
  | 'reason'
  | 'ground'
  | 'report_id'
  | 'before'
  | 'after'

/** An action of staff, or of the operator if `actor_id` is null. */
export interface AuditEntry extends Row<'audit_entry', AuditNulls> {}

/** The days of which to get statistics. */
export interface StatisticsOptions {
  /** The number of days, 1 to 90. The last day is today. @default 30 */
  days?: number | undefined
}

/** What was new on one day in UTC. All counts leave out what is erased. */
export interface DailyStatistics extends Row<'daily_statistics'> {}

/** A member of staff. */
export interface StaffMember extends Row<'staff_member', 'display_name' | 'avatar_path'> {}

/** The result of removing a staff member. */
export interface StaffRemoval extends Row<'staff_removal'> {}
