import type { Database } from './database.types.ts'
import type {
  Appeal,
  ModerationState,
  Report,
  ReportCase,
  ReportReview,
  Sanction,
  StaffMember,
} from './moderation-types.ts'
import type {
  AccountDeletion,
  Comment,
  CommentVersion,
  DeletedComment,
  ErasureReceipt,
  Export,
  Limits,
  Post,
  PostVersion,
  Profile,
  ProfileCard,
  Relationship,
} from './types.ts'

/** The rows that functions return, by the name of their type in the database. */
interface Rows {
  account_deletion: AccountDeletion
  appeal: Appeal
  comment_card: Comment
  comment_version: CommentVersion
  deleted_comment: DeletedComment
  erasure_receipt: ErasureReceipt
  export: Export
  limits: Limits
  moderation_state: ModerationState
  post_card: Post
  post_version: PostVersion
  profile_card: ProfileCard
  profile_details: Profile
  relationship: Relationship
  report_card: Report
  report_case: ReportCase
  report_review: ReportReview
  sanction: Sanction
  staff_member: StaffMember
}

type Functions = Database['social']['Functions']

/** A function that the Data API offers. */
export type FunctionName = keyof Functions

type Args<Name extends FunctionName> = Functions[Name]['Args']

type IsOptional<Object, Key extends keyof Object> =
  Partial<Pick<Object, Key>> extends Pick<Object, Key> ? true : false

/** The arguments a function cannot do without. */
export type Needed<Name extends FunctionName> = {
  [Key in keyof Args<Name> as IsOptional<Args<Name>, Key> extends true
    ? never
    : Key]: Args<Name>[Key]
}

/** The arguments a function has defaults for. */
export type Optional<Name extends FunctionName> = {
  [Key in keyof Args<Name> as IsOptional<Args<Name>, Key> extends true
    ? Key
    : never]?: Args<Name>[Key]
}

/** What a function returns, without the needless nulls. */
export type Returned<Name extends FunctionName> = Functions[Name] extends {
  SetofOptions: { to: infer Type extends keyof Rows; isSetofReturn: infer IsSet }
}
  ? IsSet extends true
    ? Rows[Type][]
    : Rows[Type]
  : Functions[Name]['Returns']

/** A row of a function that lists rows page by page. */
export type Listed<Name extends FunctionName> =
  Returned<Name> extends (infer Item extends { cursor: string })[] ? Item : never
