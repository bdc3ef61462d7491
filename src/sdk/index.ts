/**
 * supabase-social: profiles, follows, posts, comments, likes and feeds for Supabase.
 * @packageDocumentation
 */
export { createSocial, type Social } from './client.ts'
export type { Database } from './database.types.ts'
export type * from './discovery-types.ts'
export type {
  AuthErrorCode,
  DatabaseErrorCode,
  OwnErrorCode,
  SocialErrorCode,
} from './error-codes.ts'
export { isSocialError, SocialError, type SocialErrorDetails } from './errors.ts'
export type * from './inputs.ts'
export type * from './moderation-types.ts'
export type * from './notification-types.ts'
export type { FetchRows, Page, PageOptions, Pages } from './pages.ts'
export type { OnProgress } from './raw-upload.ts'
export type { NotificationListeners } from './realtime/inbox-data-source.ts'
export type * from './realtime/subscription.ts'
export type { Account } from './resources/account.ts'
export type { Auth, SignedIn } from './resources/auth.ts'
export type { Comments } from './resources/comments.ts'
export type { Explore } from './resources/explore.ts'
export type { ExportLink, Exports } from './resources/exports.ts'
export type { Feed } from './resources/feed.ts'
export type { FollowRequests } from './resources/follow-requests.ts'
export type { Hashtags } from './resources/hashtags.ts'
export type { Media, UploadBody, UploadOptions, WithFiles } from './resources/media.ts'
export type { Moderation } from './resources/moderation.ts'
export type { Notifications } from './resources/notifications.ts'
export type { Posts } from './resources/posts.ts'
export type { Profiles } from './resources/profiles.ts'
export type { Reports } from './resources/reports.ts'
export type { Sanctions } from './resources/sanctions.ts'
export type { Staff } from './resources/staff.ts'
export type { Suggestions } from './resources/suggestions.ts'
export type { Words } from './resources/words.ts'
export { type Result, unwrap } from './result.ts'
export { type ShareTags, shareTags } from './share-tags.ts'
export type { SignedUp } from './sign-up.ts'
export type { SignedUrls } from './signed-urls.ts'
export type { SupabaseLike } from './supabase.ts'
export type * from './types.ts'
