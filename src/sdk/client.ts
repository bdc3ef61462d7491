import { read } from './call.ts'
import { later } from './later.ts'
import { Account } from './resources/account.ts'
import { Auth } from './resources/auth.ts'
import { Comments } from './resources/comments.ts'
import { Explore } from './resources/explore.ts'
import { Exports } from './resources/exports.ts'
import { Feed } from './resources/feed.ts'
import { FollowRequests } from './resources/follow-requests.ts'
import { Hashtags } from './resources/hashtags.ts'
import { Media } from './resources/media.ts'
import type { Moderation } from './resources/moderation.ts'
import { Notifications } from './resources/notifications.ts'
import { Posts } from './resources/posts.ts'
import { Profiles } from './resources/profiles.ts'
import { Reports } from './resources/reports.ts'
import { Sanctions } from './resources/sanctions.ts'
import type { Staff } from './resources/staff.ts'
import { Suggestions } from './resources/suggestions.ts'
import { Words } from './resources/words.ts'
import type { Result } from './result.ts'
import type { Client, SupabaseLike } from './supabase.ts'
import type { Limits } from './types.ts'

/**
 * The social layer of a project. Every method has the form `social.<resource>.<verb>(id?,
 * options?)`. A call acts as the person who is signed in on the app's client.
 */
export interface Social {
  /** Sign-up, sign-in, sign-out and passwords. */
  readonly auth: Auth
  /** Your own account: profile, username, deletion, and the lists that only you can read. */
  readonly account: Account
  /** Other people: their profiles, and your relationship to them. */
  readonly profiles: Profiles
  /** Follow requests that other people sent to your private account. */
  readonly followRequests: FollowRequests
  /** Posts: methods to publish, change, archive, pin, like, save, report and list posts. */
  readonly posts: Posts
  /** Comments and replies. */
  readonly comments: Comments
  /** Feeds of posts by several authors. */
  readonly feed: Feed
  /** Hashtags: their posts, search, trends, and the hashtags that you follow. */
  readonly hashtags: Hashtags
  /** Explore: public posts of people whom you do not follow. */
  readonly explore: Explore
  /** Suggestions of people whom you may want to follow. */
  readonly suggestions: Suggestions
  /** Words, phrases and hashtags that you do not want to read. */
  readonly words: Words
  /** Your notifications, the badge, and what notifies you. */
  readonly notifications: Notifications
  /** Photos and videos: uploads, and URLs to show them. */
  readonly media: Media
  /** Exports of your own data. */
  readonly exports: Exports
  /** The reports that you sent. */
  readonly reports: Reports
  /** The sanctions on your account, posts and comments, and your appeals. */
  readonly sanctions: Sanctions
  /** Moderation by staff: reports, actions, appeals. */
  readonly moderation: Moderation
  /** Staff: list, add and remove staff members. */
  readonly staff: Staff
  /**
   * Gets the limits of this installation, such as the maximum length of a caption. Lengths are in
   * characters.
   * @example
   * const { data: limits } = await social.getLimits()
   * console.log(limits?.caption_length)
   */
  getLimits(): Promise<Result<Limits>>
  /**
   * Gets the release of supabase-social that the database has, such as `0.1.0`.
   * @example const { data: version } = await social.getVersion()
   */
  getVersion(): Promise<Result<string>>
}

/**
 * Adds the social layer to the app's own supabase-js client. Throws a `TypeError` if the argument
 * is not a supabase-js client. Methods return errors. Only `for await` loops and `unwrap` throw
 * errors.
 * @example
 * import { createClient } from '@supabase/supabase-js'
 * import { createSocial } from 'supabase-social'
 *
 * const social = createSocial(createClient('https://example.supabase.co', 'sb_publishable_…'))
 * const { data, error } = await social.feed.listHome()
 */
export function createSocial(supabase: SupabaseLike): Social {
  const isClient = typeof supabase?.schema === 'function' && typeof supabase.storage === 'object'
  if (!isClient) {
    throw new TypeError(
      'createSocial needs the client that createClient of @supabase/supabase-js returns: ' +
        'createSocial(createClient(url, publishableKey)).',
    )
  }
  const db = supabase as unknown as Client
  return {
    auth: new Auth(db),
    account: new Account(db),
    profiles: new Profiles(db),
    followRequests: new FollowRequests(db),
    posts: new Posts(db),
    comments: new Comments(db),
    feed: new Feed(db),
    hashtags: new Hashtags(db),
    explore: new Explore(db),
    suggestions: new Suggestions(db),
    words: new Words(db),
    notifications: new Notifications(db),
    media: new Media(db),
    exports: new Exports(db),
    reports: new Reports(db),
    sanctions: new Sanctions(db),
    moderation: later(async () => new (await forStaff()).Moderation(db), {
      listReports: 'list',
      reviewReport: 'call',
      resolveReport: 'call',
      hidePost: 'call',
      restorePost: 'call',
      hideComment: 'call',
      restoreComment: 'call',
      hideHashtag: 'call',
      restoreHashtag: 'call',
      limitProfile: 'call',
      suspendProfile: 'call',
      restoreProfile: 'call',
      listAppeals: 'list',
      decideAppeal: 'call',
      listAuditLog: 'list',
      statistics: 'call',
    }),
    staff: later(async () => new (await forStaff()).Staff(db), {
      list: 'list',
      add: 'call',
      remove: 'call',
    }),
    getLimits: () => read(db, 'limits', {}),
    getVersion: () => read(db, 'version', {}),
  }
}

/** Loads the methods that only staff call. */
const forStaff = () => import('./for-staff.ts')
