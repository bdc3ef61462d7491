import type { Database } from './database.types.ts'
import type {
  DamperState,
  FeedDamper,
  FeedWeights,
  Hashtag,
  HiddenHashtag,
  MutedWord,
  Suggestion,
  TrendingHashtag,
} from './discovery-types.ts'
import type {
  Appeal,
  AuditEntry,
  DailyStatistics,
  ModerationState,
  Report,
  ReportCase,
  ReportReview,
  Sanction,
  StaffMember,
  StaffRemoval,
} from './moderation-types.ts'
import type { Notification, NotificationPreference, PostMute, Watch } from './notification-types.ts'
import type {
  AccountDeactivation,
  AccountDeletion,
  Comment,
  CommentDeletion,
  CommentVersion,
  DeletedComment,
  ErasureReceipt,
  Export,
  LikeState,
  Limits,
  Post,
  PostDeletion,
  PostVersion,
  Profile,
  ProfileCard,
  Relationship,
  SaveState,
  Session,
  SessionEnd,
} from './types.ts'

/** The row types that functions return, by the name of the composite type in the database. */
interface Rows {
  account_deactivation: AccountDeactivation
  account_deletion: AccountDeletion
  appeal: Appeal
  audit_entry: AuditEntry
  comment_card: Comment
  comment_deletion: CommentDeletion
  comment_version: CommentVersion
  daily_statistics: DailyStatistics
  damper_state: DamperState
  deleted_comment: DeletedComment
  erasure_receipt: ErasureReceipt
  export: Export
  feed_damper: FeedDamper
  feed_weights: FeedWeights
  hashtag_card: Hashtag
  hidden_hashtag: HiddenHashtag
  like_state: LikeState
  limits: Limits
  moderation_state: ModerationState
  muted_word: MutedWord
  notification: Notification
  notification_preference: NotificationPreference
  post_card: Post
  post_deletion: PostDeletion
  post_mute: PostMute
  post_version: PostVersion
  profile_card: ProfileCard
  profile_details: Profile
  relationship: Relationship
  report_card: Report
  report_case: ReportCase
  report_review: ReportReview
  sanction: Sanction
  save_state: SaveState
  session: Session
  session_end: SessionEnd
  staff_member: StaffMember
  staff_removal: StaffRemoval
  suggestion: Suggestion
  trending_hashtag: TrendingHashtag
  watch: Watch
}

type Functions = Database['social']['Functions']

/**
 * The row types of functions that return JSON. These functions return a row, or an error with its
 * HTTP status, so that an error does not undo the call.
 */
interface JsonRows {
  change_username: Profile
  create_profile: Profile
}

/** The name of a function in schema `social`. */
export type FunctionName = keyof Functions

type Args<Name extends FunctionName> = Functions[Name]['Args']

type IsOptional<Object, Key extends keyof Object> =
  Partial<Pick<Object, Key>> extends Pick<Object, Key> ? true : false

/** The required arguments of a function. */
export type Needed<Name extends FunctionName> = {
  [Key in keyof Args<Name> as IsOptional<Args<Name>, Key> extends true
    ? never
    : Key]: Args<Name>[Key]
}

/** The optional arguments of a function. */
export type Optional<Name extends FunctionName> = {
  [Key in keyof Args<Name> as IsOptional<Args<Name>, Key> extends true
    ? Key
    : never]?: Args<Name>[Key]
}

/** The return type of a function. The type allows null only where the database can return null. */
export type Returned<Name extends FunctionName> = Functions[Name] extends {
  SetofOptions: { to: infer Type extends keyof Rows; isSetofReturn: infer IsSet }
}
  ? IsSet extends true
    ? Rows[Type][]
    : Rows[Type]
  : Name extends keyof JsonRows
    ? JsonRows[Name]
    : Functions[Name]['Returns']

/** The row type of a function that returns pages. */
export type Listed<Name extends FunctionName> =
  Returned<Name> extends (infer Item extends { cursor: string })[] ? Item : never
