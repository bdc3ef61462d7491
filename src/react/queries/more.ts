import type { Social } from '../../sdk/index.ts'
import type { CaseState } from '../../sdk/moderation-types.ts'
import { many, one } from './base.ts'

/**
 * Your notifications.
 * @example const { data } = useInfiniteQuery(queries.notifications(social))
 */
export const notifications = (social: Social) =>
  many(['notifications', 'list'], (page) => social.notifications.list(page))

/**
 * The number for the badge.
 * @example const { data: count } = useQuery(queries.unseenCount(social))
 */
export const unseenCount = (social: Social) =>
  one(['other', 'unseenCount'], () => social.notifications.unseenCount())

/**
 * Whose actions notify you, for every kind of notification.
 * @example const { data: preferences } = useQuery(queries.notificationPreferences(social))
 */
export const notificationPreferences = (social: Social) =>
  one(['other', 'notificationPreferences'], () => social.notifications.preferences())

/**
 * A hashtag, with its number of posts.
 * @example const { data: hashtag } = useQuery(queries.hashtag(social, 'sea'))
 */
export const hashtag = (social: Social, name: string) =>
  one(['hashtags', 'one', name], () => social.hashtags.get(name))

/**
 * Hashtags that begin with a prefix.
 * @example const { data: hashtags } = useQuery(queries.hashtagSearch(social, 'se'))
 */
export const hashtagSearch = (social: Social, prefix: string) =>
  one(['hashtags', 'search', prefix], () => social.hashtags.search(prefix))

/**
 * The hashtags that many people use now.
 * @example const { data: trends } = useQuery(queries.trendingHashtags(social))
 */
export const trendingHashtags = (social: Social) =>
  one(['hashtags', 'trending'], () => social.hashtags.listTrending())

/**
 * The hashtags that you follow.
 * @example const { data } = useInfiniteQuery(queries.followedHashtags(social))
 */
export const followedHashtags = (social: Social) =>
  many(['hashtags', 'followed'], (page) => social.hashtags.listFollowed(page))

/**
 * The words that you mute.
 * @example const { data } = useInfiniteQuery(queries.mutedWords(social))
 */
export const mutedWords = (social: Social) =>
  many(['other', 'mutedWords'], (page) => social.words.list(page))

/**
 * The limits of the installation.
 * @example const { data: limits } = useQuery(queries.limits(social))
 */
export const limits = (social: Social) => one(['other', 'limits'], () => social.getLimits())

/**
 * The weights of your feed For You.
 * @example const { data: weights } = useQuery(queries.feedWeights(social))
 */
export const feedWeights = (social: Social) =>
  one(['other', 'weights'], () => social.feed.weights())

/**
 * What your feed For You shows less of.
 * @example const { data } = useInfiniteQuery(queries.shownLess(social))
 */
export const shownLess = (social: Social) =>
  many(['other', 'shownLess'], (page) => social.feed.listShownLess(page))

/**
 * Your exports.
 * @example const { data } = useInfiniteQuery(queries.exports(social))
 */
export const exports = (social: Social) =>
  many(['other', 'exports'], (page) => social.exports.list(page))

/**
 * The reports that you sent.
 * @example const { data } = useInfiniteQuery(queries.reports(social))
 */
export const reports = (social: Social) =>
  many(['other', 'reports'], (page) => social.reports.list(page))

/**
 * The sanctions against you.
 * @example const { data } = useInfiniteQuery(queries.sanctions(social))
 */
export const sanctions = (social: Social) =>
  many(['other', 'sanctions'], (page) => social.sanctions.list(page))

/**
 * The queue of reports, for staff.
 * @example const { data } = useInfiniteQuery(queries.reportQueue(social, 'open'))
 */
export const reportQueue = (social: Social, state: CaseState = 'open') =>
  many(['other', 'reportQueue', state], (page) => social.moderation.listReports({ ...page, state }))

/**
 * One report with the reported content, for staff.
 * @example const { data: review } = useQuery(queries.reportReview(social, 'a-report-id'))
 */
export const reportReview = (social: Social, id: string) =>
  one(['other', 'reportReview', id], () => social.moderation.reviewReport(id))

/**
 * The queue of appeals, for staff.
 * @example const { data } = useInfiniteQuery(queries.appealQueue(social, 'open'))
 */
export const appealQueue = (social: Social, state: CaseState = 'open') =>
  many(['other', 'appealQueue', state], (page) => social.moderation.listAppeals({ ...page, state }))

/**
 * The staff members.
 * @example const { data } = useInfiniteQuery(queries.staff(social))
 */
export const staff = (social: Social) => many(['other', 'staff'], (page) => social.staff.list(page))

/**
 * Your sessions, on all devices.
 * @example const { data: sessions } = useQuery(queries.sessions(social))
 */
export const sessions = (social: Social) =>
  one(['other', 'sessions'], () => social.account.listSessions())

/**
 * The log of what staff did, for administrators.
 * @example const { data } = useInfiniteQuery(queries.auditLog(social))
 */
export const auditLog = (social: Social) =>
  many(['other', 'auditLog'], (page) => social.moderation.listAuditLog(page))

/**
 * Numbers of people, posts, comments, likes, reports and storage by day, for staff.
 * @example const { data: days } = useQuery(queries.statistics(social, 30))
 */
export const statistics = (social: Social, days?: number) =>
  one(['other', 'statistics', days], () => social.moderation.statistics({ days }))
