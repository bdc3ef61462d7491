import * as comment from './comment.ts'
import * as more from './more.ts'
import * as people from './people.ts'
import * as post from './post.ts'
import type { EffectTable } from './table.ts'

export { afterFollow, afterFollowHashtag } from './refresh.ts'

/** What each command changes in the cached rows. */
export const effects: EffectTable = {
  notifications: {
    markSeen: more.markSeen,
    markRead: more.markRead,
    setPreference: more.setNotificationPreference,
  },
  words: {
    mute: more.muteWord,
    unmute: more.unmuteWord,
  },
  account: {
    endSession: more.endSession,
    update: people.updateProfile,
    changeUsername: people.changeUsername,
  },
  feed: {
    setWeights: more.setFeedWeights,
    showLess: more.showLess,
  },
  moderation: {
    resolveReport: more.resolveReport,
    decideAppeal: more.decideAppeal,
  },
  profiles: {
    block: people.block,
    unblock: people.unblock,
    mute: people.mute,
    unmute: people.unmute,
    addCloseFriend: people.closeFriend,
    ringBell: people.bell,
    removeFollower: people.removeFollower,
    report: people.reportProfile,
  },
  followRequests: {
    accept: people.respondToRequest,
  },
  suggestions: {
    dismiss: people.dismissSuggestion,
  },
  comments: {
    create: comment.createComment,
    update: comment.updateComment,
    delete: comment.deleteComment,
    restore: comment.restoreComment,
    hide: comment.hideComment,
    pin: comment.pinComment,
    report: comment.reportComment,
  },
  posts: {
    create: post.createPost,
    update: post.updatePost,
    delete: post.deletePost,
    restore: post.restorePost,
    archive: post.archivePost,
    unarchive: post.unarchivePost,
    pin: post.pinPost,
    unpin: post.unpinPost,
    report: post.reportPost,
  },
}
