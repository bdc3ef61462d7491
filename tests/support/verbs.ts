import type { Social } from '../../src/sdk/client.ts'
import type { SocialErrorCode } from '../../src/sdk/error-codes.ts'
import type { Result } from '../../src/sdk/result.ts'

/** A method that takes an id, whatever else it needs made up. */
export type Verb = (social: Social, id: string) => PromiseLike<Result<unknown>>

/** What is for staff only. */
export const ofStaff: Record<string, Verb> = {
  'moderation.queue': ({ moderation }) => moderation.queue(),
  'moderation.review': ({ moderation }, id) => moderation.review(id),
  'moderation.close': ({ moderation }, id) =>
    moderation.close(id, { decision: 'dismissed', reason: 'No' }),
  'moderation.moderatePost': ({ moderation }, id) =>
    moderation.moderatePost(id, { action: 'hide', reason: 'No' }),
  'moderation.moderateComment': ({ moderation }, id) =>
    moderation.moderateComment(id, { action: 'hide', reason: 'No' }),
  'moderation.moderateProfile': ({ moderation }, id) =>
    moderation.moderateProfile(id, { action: 'suspend', reason: 'No' }),
  'moderation.appeals': ({ moderation }) => moderation.appeals(),
  'moderation.decideAppeal': ({ moderation }, id) =>
    moderation.decideAppeal(id, { decision: 'overturned', reason: 'Yes' }),
  'staff.list': ({ staff }) => staff.list(),
  'staff.appoint': ({ staff }, id) => staff.appoint(id, 'administrator'),
  'staff.dismiss': ({ staff }, id) => staff.dismiss(id),
}

/** What nobody may do without a profile. */
export const commands: Record<string, Verb> = {
  'profiles.me': ({ profiles }) => profiles.me(),
  'profiles.update': ({ profiles }) => profiles.update({ bio: 'Not mine' }),
  'profiles.changeUsername': ({ profiles }) => profiles.changeUsername('somebody_else'),
  'profiles.delete': ({ profiles }) => profiles.delete(),
  'profiles.restore': ({ profiles }) => profiles.restore(),
  'profiles.deactivate': ({ profiles }) => profiles.deactivate(),
  'profiles.reactivate': ({ profiles }) => profiles.reactivate(),
  'follows.follow': ({ follows }, id) => follows.follow(id),
  'follows.unfollow': ({ follows }, id) => follows.unfollow(id),
  'follows.accept': ({ follows }, id) => follows.accept(id),
  'follows.reject': ({ follows }, id) => follows.reject(id),
  'follows.removeFollower': ({ follows }, id) => follows.removeFollower(id),
  'follows.requests': ({ follows }) => follows.requests(),
  'blocks.block': ({ blocks }, id) => blocks.block(id),
  'blocks.unblock': ({ blocks }, id) => blocks.unblock(id),
  'blocks.list': ({ blocks }) => blocks.list(),
  'mutes.mute': ({ mutes }, id) => mutes.mute(id),
  'mutes.unmute': ({ mutes }, id) => mutes.unmute(id),
  'mutes.list': ({ mutes }) => mutes.list(),
  'closeFriends.add': ({ closeFriends }, id) => closeFriends.add(id),
  'closeFriends.remove': ({ closeFriends }, id) => closeFriends.remove(id),
  'closeFriends.list': ({ closeFriends }) => closeFriends.list(),
  'posts.create': ({ posts }) => posts.create({ caption: 'Hello' }),
  'posts.update': ({ posts }, id) => posts.update(id, { caption: 'Not mine' }),
  'posts.delete': ({ posts }, id) => posts.delete(id),
  'posts.restore': ({ posts }, id) => posts.restore(id),
  'posts.like': ({ posts }, id) => posts.like(id),
  'posts.unlike': ({ posts }, id) => posts.unlike(id),
  'posts.save': ({ posts }, id) => posts.save(id),
  'posts.unsave': ({ posts }, id) => posts.unsave(id),
  'posts.history': ({ posts }, id) => posts.history(id),
  'posts.archive': ({ posts }, id) => posts.archive(id),
  'posts.unarchive': ({ posts }, id) => posts.unarchive(id),
  'posts.pin': ({ posts }, id) => posts.pin(id),
  'posts.unpin': ({ posts }, id) => posts.unpin(id),
  'comments.add': ({ comments }, id) => comments.add(id, 'Hello'),
  'comments.update': ({ comments }, id) => comments.update(id, 'Not mine'),
  'comments.delete': ({ comments }, id) => comments.delete(id),
  'comments.restore': ({ comments }, id) => comments.restore(id),
  'comments.like': ({ comments }, id) => comments.like(id),
  'comments.unlike': ({ comments }, id) => comments.unlike(id),
  'comments.history': ({ comments }, id) => comments.history(id),
  'comments.hide': ({ comments }, id) => comments.hide(id),
  'comments.unhide': ({ comments }, id) => comments.unhide(id),
  'comments.pin': ({ comments }, id) => comments.pin(id),
  'comments.unpin': ({ comments }, id) => comments.unpin(id),
  'feed.home': ({ feed }) => feed.home(),
  'feed.saved': ({ feed }) => feed.saved(),
  'feed.archived': ({ feed }) => feed.archived(),
  'feed.deleted': ({ feed }) => feed.deleted(),
  'comments.deleted': ({ comments }) => comments.deleted(),
  'exports.request': ({ exports }) => exports.request(),
  'exports.get': ({ exports }, id) => exports.get(id),
  'exports.list': ({ exports }) => exports.list(),
  'reports.post': ({ reports }, id) => reports.post(id, { reason: 'spam' }),
  'reports.comment': ({ reports }, id) => reports.comment(id, { reason: 'spam' }),
  'reports.profile': ({ reports }, id) => reports.profile(id, { reason: 'spam' }),
  'reports.mine': ({ reports }) => reports.mine(),
  'reports.sanctions': ({ reports }) => reports.sanctions(),
  'reports.appeal': ({ reports }, id) => reports.appeal(id, 'I did not'),
  ...ofStaff,
}

/** What takes the id of a post, and what it says of one that is not there. */
export const onPosts: Record<string, [Verb, SocialErrorCode | 'fine']> = {
  'posts.get': [({ posts }, id) => posts.get(id), 'post_not_found'],
  'posts.update': [commands['posts.update'] as Verb, 'post_not_found'],
  'posts.delete': [commands['posts.delete'] as Verb, 'post_not_found'],
  'posts.restore': [commands['posts.restore'] as Verb, 'post_not_found'],
  'posts.like': [commands['posts.like'] as Verb, 'post_not_found'],
  'posts.unlike': [commands['posts.unlike'] as Verb, 'fine'],
  'posts.save': [commands['posts.save'] as Verb, 'post_not_found'],
  'posts.unsave': [commands['posts.unsave'] as Verb, 'fine'],
  'posts.likers': [({ posts }, id) => posts.likers(id), 'post_not_found'],
  'posts.history': [commands['posts.history'] as Verb, 'post_not_found'],
  'posts.archive': [commands['posts.archive'] as Verb, 'post_not_found'],
  'posts.unarchive': [commands['posts.unarchive'] as Verb, 'post_not_found'],
  'posts.pin': [commands['posts.pin'] as Verb, 'post_not_found'],
  'posts.unpin': [commands['posts.unpin'] as Verb, 'post_not_found'],
  'comments.add': [commands['comments.add'] as Verb, 'post_not_found'],
  'comments.list': [({ comments }, id) => comments.list(id), 'post_not_found'],
  'reports.post': [commands['reports.post'] as Verb, 'post_not_found'],
}

/** What takes the id of a comment. */
export const onComments: Record<string, [Verb, SocialErrorCode | 'fine']> = {
  'comments.update': [commands['comments.update'] as Verb, 'comment_not_found'],
  'comments.delete': [commands['comments.delete'] as Verb, 'comment_not_found'],
  'comments.restore': [commands['comments.restore'] as Verb, 'comment_not_found'],
  'comments.like': [commands['comments.like'] as Verb, 'comment_not_found'],
  'comments.unlike': [commands['comments.unlike'] as Verb, 'fine'],
  'comments.likers': [({ comments }, id) => comments.likers(id), 'comment_not_found'],
  'comments.replies': [({ comments }, id) => comments.replies(id), 'comment_not_found'],
  'comments.history': [commands['comments.history'] as Verb, 'comment_not_found'],
  'comments.hide': [commands['comments.hide'] as Verb, 'comment_not_found'],
  'comments.unhide': [commands['comments.unhide'] as Verb, 'comment_not_found'],
  'comments.pin': [commands['comments.pin'] as Verb, 'comment_not_found'],
  'comments.unpin': [commands['comments.unpin'] as Verb, 'comment_not_found'],
  'reports.comment': [commands['reports.comment'] as Verb, 'comment_not_found'],
}

/** What takes the id of a person. */
export const onPeople: Record<string, [Verb, SocialErrorCode | 'fine']> = {
  'profiles.get': [({ profiles }, id) => profiles.get(id), 'profile_not_found'],
  'follows.follow': [commands['follows.follow'] as Verb, 'profile_not_found'],
  'follows.unfollow': [commands['follows.unfollow'] as Verb, 'fine'],
  'follows.accept': [commands['follows.accept'] as Verb, 'follow_request_not_found'],
  'follows.reject': [commands['follows.reject'] as Verb, 'fine'],
  'follows.removeFollower': [commands['follows.removeFollower'] as Verb, 'fine'],
  'follows.followers': [({ follows }, id) => follows.followers(id), 'profile_not_found'],
  'follows.following': [({ follows }, id) => follows.following(id), 'profile_not_found'],
  'blocks.block': [commands['blocks.block'] as Verb, 'profile_not_found'],
  'blocks.unblock': [commands['blocks.unblock'] as Verb, 'fine'],
  'mutes.mute': [commands['mutes.mute'] as Verb, 'profile_not_found'],
  'mutes.unmute': [commands['mutes.unmute'] as Verb, 'fine'],
  'closeFriends.add': [commands['closeFriends.add'] as Verb, 'profile_not_found'],
  'closeFriends.remove': [commands['closeFriends.remove'] as Verb, 'fine'],
  'feed.profile': [({ feed }, id) => feed.profile(id), 'profile_not_found'],
  'reports.profile': [commands['reports.profile'] as Verb, 'profile_not_found'],
}

/** What takes the id of an export, a report, a sanction or an appeal. */
export const onCases: Record<string, [Verb, SocialErrorCode | 'fine']> = {
  'exports.get': [commands['exports.get'] as Verb, 'export_not_found'],
  'reports.appeal': [commands['reports.appeal'] as Verb, 'sanction_not_found'],
  'moderation.review': [ofStaff['moderation.review'] as Verb, 'not_staff'],
  'moderation.close': [ofStaff['moderation.close'] as Verb, 'not_staff'],
  'moderation.decideAppeal': [ofStaff['moderation.decideAppeal'] as Verb, 'not_staff'],
}
