import type { Social } from '../../src/sdk/client.ts'
import type { SocialErrorCode } from '../../src/sdk/error-codes.ts'
import type { Result } from '../../src/sdk/result.ts'

/** Calls one method of the SDK with the given id. All other arguments are made up. */
export type Verb = (social: Social, id: string) => PromiseLike<Result<unknown>>

/** The methods that only staff may call. */
export const ofStaff: Record<string, Verb> = {
  'moderation.listReports': ({ moderation }) => moderation.listReports(),
  'moderation.reviewReport': ({ moderation }, id) => moderation.reviewReport(id),
  'moderation.resolveReport': ({ moderation }, id) =>
    moderation.resolveReport(id, { decision: 'dismissed', reason: 'No' }),
  'moderation.hidePost': ({ moderation }, id) => moderation.hidePost(id, { reason: 'No' }),
  'moderation.restorePost': ({ moderation }, id) => moderation.restorePost(id, { reason: 'No' }),
  'moderation.hideComment': ({ moderation }, id) => moderation.hideComment(id, { reason: 'No' }),
  'moderation.restoreComment': ({ moderation }, id) =>
    moderation.restoreComment(id, { reason: 'No' }),
  'moderation.limitProfile': ({ moderation }, id) => moderation.limitProfile(id, { reason: 'No' }),
  'moderation.suspendProfile': ({ moderation }, id) =>
    moderation.suspendProfile(id, { reason: 'No' }),
  'moderation.restoreProfile': ({ moderation }, id) =>
    moderation.restoreProfile(id, { reason: 'No' }),
  'moderation.listAppeals': ({ moderation }) => moderation.listAppeals(),
  'moderation.decideAppeal': ({ moderation }, id) =>
    moderation.decideAppeal(id, { decision: 'overturned', reason: 'Yes' }),
  'moderation.hideHashtag': ({ moderation }) => moderation.hideHashtag('#ad', { reason: 'No' }),
  'moderation.restoreHashtag': ({ moderation }) =>
    moderation.restoreHashtag('#ad', { reason: 'No' }),
  'moderation.listAuditLog': ({ moderation }) => moderation.listAuditLog(),
  'moderation.statistics': ({ moderation }) => moderation.statistics(),
  'staff.list': ({ staff }) => staff.list(),
  'staff.add': ({ staff }, id) => staff.add(id, 'administrator'),
  'staff.remove': ({ staff }, id) => staff.remove(id),
}

/** The methods for discovery that require a caller with a profile. */
const discovery: Record<string, Verb> = {
  'hashtags.follow': ({ hashtags }) => hashtags.follow('#sea'),
  'hashtags.unfollow': ({ hashtags }) => hashtags.unfollow('#sea'),
  'hashtags.listFollowed': ({ hashtags }) => hashtags.listFollowed(),
  'explore.listPosts': ({ explore }) => explore.listPosts(),
  'suggestions.list': ({ suggestions }) => suggestions.list(),
  'suggestions.dismiss': ({ suggestions }, id) => suggestions.dismiss(id),
  'suggestions.undismiss': ({ suggestions }, id) => suggestions.undismiss(id),
  'feed.forYou': ({ feed }) => feed.forYou(),
  'feed.weights': ({ feed }) => feed.weights(),
  'feed.setWeights': ({ feed }) => feed.setWeights({ explore: 2 }),
  'feed.showLess': ({ feed }, id) => feed.showLess(id, { of: 'author' }),
  'feed.showMore': ({ feed }, id) => feed.showMore(id),
  'feed.listShownLess': ({ feed }) => feed.listShownLess(),
  'words.mute': ({ words }) => words.mute('spoiler'),
  'words.unmute': ({ words }) => words.unmute('spoiler'),
  'words.list': ({ words }) => words.list(),
}

/** The methods that require a caller with a profile. */
export const commands: Record<string, Verb> = {
  'account.get': ({ account }) => account.get(),
  'account.update': ({ account }) => account.update({ bio: 'Not mine' }),
  'account.changeUsername': ({ account }) => account.changeUsername('somebody_else'),
  'account.delete': ({ account }) => account.delete(),
  'account.restore': ({ account }) => account.restore(),
  'account.deactivate': ({ account }) => account.deactivate(),
  'account.reactivate': ({ account }) => account.reactivate(),
  'account.listSessions': ({ account }) => account.listSessions(),
  'account.endSession': ({ account }, id) => account.endSession(id),
  'profiles.follow': ({ profiles }, id) => profiles.follow(id),
  'profiles.unfollow': ({ profiles }, id) => profiles.unfollow(id),
  'followRequests.accept': ({ followRequests }, id) => followRequests.accept(id),
  'followRequests.reject': ({ followRequests }, id) => followRequests.reject(id),
  'profiles.removeFollower': ({ profiles }, id) => profiles.removeFollower(id),
  'followRequests.list': ({ followRequests }) => followRequests.list(),
  'profiles.block': ({ profiles }, id) => profiles.block(id),
  'profiles.unblock': ({ profiles }, id) => profiles.unblock(id),
  'account.listBlocked': ({ account }) => account.listBlocked(),
  'profiles.mute': ({ profiles }, id) => profiles.mute(id),
  'profiles.unmute': ({ profiles }, id) => profiles.unmute(id),
  'account.listMuted': ({ account }) => account.listMuted(),
  'profiles.addCloseFriend': ({ profiles }, id) => profiles.addCloseFriend(id),
  'profiles.removeCloseFriend': ({ profiles }, id) => profiles.removeCloseFriend(id),
  'account.listCloseFriends': ({ account }) => account.listCloseFriends(),
  'profiles.ringBell': ({ profiles }, id) => profiles.ringBell(id),
  'profiles.unringBell': ({ profiles }, id) => profiles.unringBell(id),
  'account.listBells': ({ account }) => account.listBells(),
  'posts.create': ({ posts }) => posts.create({ caption: 'Hello' }),
  'posts.update': ({ posts }, id) => posts.update(id, { caption: 'Not mine' }),
  'posts.delete': ({ posts }, id) => posts.delete(id),
  'posts.restore': ({ posts }, id) => posts.restore(id),
  'posts.like': ({ posts }, id) => posts.like(id),
  'posts.unlike': ({ posts }, id) => posts.unlike(id),
  'posts.save': ({ posts }, id) => posts.save(id),
  'posts.unsave': ({ posts }, id) => posts.unsave(id),
  'posts.listVersions': ({ posts }, id) => posts.listVersions(id),
  'posts.archive': ({ posts }, id) => posts.archive(id),
  'posts.unarchive': ({ posts }, id) => posts.unarchive(id),
  'posts.pin': ({ posts }, id) => posts.pin(id),
  'posts.unpin': ({ posts }, id) => posts.unpin(id),
  'comments.create': ({ comments }, id) => comments.create(id, 'Hello'),
  'comments.update': ({ comments }, id) => comments.update(id, 'Not mine'),
  'comments.delete': ({ comments }, id) => comments.delete(id),
  'comments.restore': ({ comments }, id) => comments.restore(id),
  'comments.like': ({ comments }, id) => comments.like(id),
  'comments.unlike': ({ comments }, id) => comments.unlike(id),
  'comments.listVersions': ({ comments }, id) => comments.listVersions(id),
  'comments.hide': ({ comments }, id) => comments.hide(id),
  'comments.unhide': ({ comments }, id) => comments.unhide(id),
  'comments.pin': ({ comments }, id) => comments.pin(id),
  'comments.unpin': ({ comments }, id) => comments.unpin(id),
  'feed.listHome': ({ feed }) => feed.listHome(),
  'notifications.list': ({ notifications }) => notifications.list(),
  'notifications.unseenCount': ({ notifications }) => notifications.unseenCount(),
  'notifications.markSeen': ({ notifications }) => notifications.markSeen(''),
  'notifications.markRead': ({ notifications }, id) => notifications.markRead([id]),
  'notifications.preferences': ({ notifications }) => notifications.preferences(),
  'notifications.setPreference': ({ notifications }) =>
    notifications.setPreference('follow', 'nobody'),
  'notifications.mutePost': ({ notifications }, id) => notifications.mutePost(id),
  'notifications.unmutePost': ({ notifications }, id) => notifications.unmutePost(id),
  'notifications.listMutedPosts': ({ notifications }) => notifications.listMutedPosts(),
  'posts.listSaved': ({ posts }) => posts.listSaved(),
  'posts.listArchived': ({ posts }) => posts.listArchived(),
  'posts.listDeleted': ({ posts }) => posts.listDeleted(),
  'comments.listDeleted': ({ comments }) => comments.listDeleted(),
  'exports.request': ({ exports }) => exports.request(),
  'exports.get': ({ exports }, id) => exports.get(id),
  'exports.list': ({ exports }) => exports.list(),
  'posts.report': ({ posts }, id) => posts.report(id, { reason: 'spam' }),
  'comments.report': ({ comments }, id) => comments.report(id, { reason: 'spam' }),
  'profiles.report': ({ profiles }, id) => profiles.report(id, { reason: 'spam' }),
  'reports.list': ({ reports }) => reports.list(),
  'sanctions.list': ({ sanctions }) => sanctions.list(),
  'sanctions.appeal': ({ sanctions }, id) => sanctions.appeal(id, 'I did not'),
  ...discovery,
  ...ofStaff,
}

/**
 * The methods that take the id of a post. Each entry has the method, and its result for a caller
 * who cannot see the post.
 */
export const onPosts: Record<string, [Verb, SocialErrorCode | 'ok']> = {
  'posts.get': [({ posts }, id) => posts.get(id), 'post_not_found'],
  'posts.update': [commands['posts.update'] as Verb, 'post_not_found'],
  'posts.delete': [commands['posts.delete'] as Verb, 'post_not_found'],
  'posts.restore': [commands['posts.restore'] as Verb, 'post_not_found'],
  'posts.like': [commands['posts.like'] as Verb, 'post_not_found'],
  'posts.unlike': [commands['posts.unlike'] as Verb, 'ok'],
  'posts.save': [commands['posts.save'] as Verb, 'post_not_found'],
  'posts.unsave': [commands['posts.unsave'] as Verb, 'ok'],
  'posts.listLikers': [({ posts }, id) => posts.listLikers(id), 'post_not_found'],
  'posts.listVersions': [commands['posts.listVersions'] as Verb, 'post_not_found'],
  'posts.archive': [commands['posts.archive'] as Verb, 'post_not_found'],
  'posts.unarchive': [commands['posts.unarchive'] as Verb, 'post_not_found'],
  'posts.pin': [commands['posts.pin'] as Verb, 'post_not_found'],
  'posts.unpin': [commands['posts.unpin'] as Verb, 'post_not_found'],
  'comments.create': [commands['comments.create'] as Verb, 'post_not_found'],
  'comments.list': [({ comments }, id) => comments.list(id), 'post_not_found'],
  'posts.report': [commands['posts.report'] as Verb, 'post_not_found'],
  'feed.showLess': [commands['feed.showLess'] as Verb, 'post_not_found'],
  'notifications.mutePost': [commands['notifications.mutePost'] as Verb, 'post_not_found'],
  'notifications.unmutePost': [commands['notifications.unmutePost'] as Verb, 'ok'],
}

/**
 * The methods that take the id of a comment. Each entry has the method, and its result for a caller
 * who cannot see the comment.
 */
export const onComments: Record<string, [Verb, SocialErrorCode | 'ok']> = {
  'comments.update': [commands['comments.update'] as Verb, 'comment_not_found'],
  'comments.delete': [commands['comments.delete'] as Verb, 'comment_not_found'],
  'comments.restore': [commands['comments.restore'] as Verb, 'comment_not_found'],
  'comments.like': [commands['comments.like'] as Verb, 'comment_not_found'],
  'comments.unlike': [commands['comments.unlike'] as Verb, 'ok'],
  'comments.listLikers': [({ comments }, id) => comments.listLikers(id), 'comment_not_found'],
  'comments.listReplies': [({ comments }, id) => comments.listReplies(id), 'comment_not_found'],
  'comments.listVersions': [commands['comments.listVersions'] as Verb, 'comment_not_found'],
  'comments.hide': [commands['comments.hide'] as Verb, 'comment_not_found'],
  'comments.unhide': [commands['comments.unhide'] as Verb, 'comment_not_found'],
  'comments.pin': [commands['comments.pin'] as Verb, 'comment_not_found'],
  'comments.unpin': [commands['comments.unpin'] as Verb, 'comment_not_found'],
  'comments.report': [commands['comments.report'] as Verb, 'comment_not_found'],
}

/**
 * The methods that take the id of a profile. Each entry has the method, and its result for a caller
 * who cannot see the profile.
 */
export const onPeople: Record<string, [Verb, SocialErrorCode | 'ok']> = {
  'profiles.get': [({ profiles }, id) => profiles.get(id), 'profile_not_found'],
  'profiles.follow': [commands['profiles.follow'] as Verb, 'profile_not_found'],
  'profiles.unfollow': [commands['profiles.unfollow'] as Verb, 'ok'],
  'followRequests.accept': [commands['followRequests.accept'] as Verb, 'follow_request_not_found'],
  'followRequests.reject': [commands['followRequests.reject'] as Verb, 'ok'],
  'profiles.removeFollower': [commands['profiles.removeFollower'] as Verb, 'ok'],
  'profiles.listFollowers': [({ profiles }, id) => profiles.listFollowers(id), 'profile_not_found'],
  'profiles.listFollowing': [({ profiles }, id) => profiles.listFollowing(id), 'profile_not_found'],
  'profiles.block': [commands['profiles.block'] as Verb, 'profile_not_found'],
  'profiles.unblock': [commands['profiles.unblock'] as Verb, 'ok'],
  'profiles.mute': [commands['profiles.mute'] as Verb, 'profile_not_found'],
  'profiles.unmute': [commands['profiles.unmute'] as Verb, 'ok'],
  'profiles.addCloseFriend': [commands['profiles.addCloseFriend'] as Verb, 'profile_not_found'],
  'profiles.removeCloseFriend': [commands['profiles.removeCloseFriend'] as Verb, 'ok'],
  'profiles.ringBell': [commands['profiles.ringBell'] as Verb, 'profile_not_found'],
  'profiles.unringBell': [commands['profiles.unringBell'] as Verb, 'ok'],
  'posts.listByAuthor': [({ posts }, id) => posts.listByAuthor(id), 'profile_not_found'],
  'suggestions.dismiss': [commands['suggestions.dismiss'] as Verb, 'profile_not_found'],
  'suggestions.undismiss': [commands['suggestions.undismiss'] as Verb, 'ok'],
  'profiles.report': [commands['profiles.report'] as Verb, 'profile_not_found'],
}

/**
 * The methods that take the id of an export, report, sanction or appeal. Each entry has the method,
 * and its result for a caller who is neither the owner nor staff.
 */
export const onCases: Record<string, [Verb, SocialErrorCode | 'ok']> = {
  'exports.get': [commands['exports.get'] as Verb, 'export_not_found'],
  'sanctions.appeal': [commands['sanctions.appeal'] as Verb, 'sanction_not_found'],
  'moderation.reviewReport': [ofStaff['moderation.reviewReport'] as Verb, 'not_staff'],
  'moderation.resolveReport': [ofStaff['moderation.resolveReport'] as Verb, 'not_staff'],
  'moderation.decideAppeal': [ofStaff['moderation.decideAppeal'] as Verb, 'not_staff'],
}
