import type { Social } from '../../src/sdk/client.ts'
import type { Verb } from './verbs.ts'

/** The methods that return pages. These methods take a cursor and a page size. */
export const lists: Record<
  string,
  (social: Social, id: string, options: { after?: string; pageSize?: number }) => ReturnType<Verb>
> = {
  'profiles.list': ({ profiles }, _, options) => profiles.list(options),
  'profiles.search': ({ profiles }, _, options) => profiles.search('a', options),
  'profiles.listFollowers': ({ profiles }, id, options) => profiles.listFollowers(id, options),
  'profiles.listFollowing': ({ profiles }, id, options) => profiles.listFollowing(id, options),
  'followRequests.list': ({ followRequests }, _, options) => followRequests.list(options),
  'account.listBlocked': ({ account }, _, options) => account.listBlocked(options),
  'account.listMuted': ({ account }, _, options) => account.listMuted(options),
  'account.listCloseFriends': ({ account }, _, options) => account.listCloseFriends(options),
  'account.listBells': ({ account }, _, options) => account.listBells(options),
  'notifications.list': ({ notifications }, _, options) => notifications.list(options),
  'notifications.listMutedPosts': ({ notifications }, _, options) =>
    notifications.listMutedPosts(options),
  'hashtags.listPosts': ({ hashtags }, _, options) => hashtags.listPosts('sea', options),
  'hashtags.listFollowed': ({ hashtags }, _, options) => hashtags.listFollowed(options),
  'posts.search': ({ posts }, _, options) => posts.search('sea', options),
  'explore.listPosts': ({ explore }, _, options) => explore.listPosts(options),
  'suggestions.list': ({ suggestions }, _, options) => suggestions.list(options),
  'words.list': ({ words }, _, options) => words.list(options),
  'feed.forYou': ({ feed }, _, options) => feed.forYou(options),
  'feed.listShownLess': ({ feed }, _, options) => feed.listShownLess(options),
  'feed.listHome': ({ feed }, _, options) => feed.listHome(options),
  'posts.listByAuthor': ({ posts }, id, options) => posts.listByAuthor(id, options),
  'posts.listSaved': ({ posts }, _, options) => posts.listSaved(options),
  'posts.listArchived': ({ posts }, _, options) => posts.listArchived(options),
  'posts.listDeleted': ({ posts }, _, options) => posts.listDeleted(options),
  'comments.listDeleted': ({ comments }, _, options) => comments.listDeleted(options),
  'exports.list': ({ exports }, _, options) => exports.list(options),
  'reports.list': ({ reports }, _, options) => reports.list(options),
  'sanctions.list': ({ sanctions }, _, options) => sanctions.list(options),
}
