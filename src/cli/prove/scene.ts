import { people, type Role } from './roles.ts'

/*
 * The test data of `prove`: the rows that every role tries to read and change. Every person has a
 * profile, a public post with one photo, and an upload that belongs to no post. Every person also
 * has a comment and a like on the owner's public post, which are older than any block. All other
 * posts belong to the owner.
 */

/** A post of the test data. */
export interface Post {
  author: Role
  visibility: 'public' | 'followers' | 'close_friends' | 'only_me'
  commentPolicy?: 'followers' | 'following' | 'mutuals' | 'nobody'
  isArchived?: boolean
  isHidden?: boolean
}

export const posts: Record<string, Post> = {
  public: { author: 'owner', visibility: 'public' },
  'for followers': { author: 'owner', visibility: 'followers' },
  'for friends': { author: 'owner', visibility: 'close_friends' },
  'for me': { author: 'owner', visibility: 'only_me' },
  archived: { author: 'owner', visibility: 'public', isArchived: true },
  'hidden by staff': { author: 'owner', visibility: 'public', isHidden: true },
  'followers comment': { author: 'owner', visibility: 'public', commentPolicy: 'followers' },
  'followed comment': { author: 'owner', visibility: 'public', commentPolicy: 'following' },
  'mutuals comment': { author: 'owner', visibility: 'public', commentPolicy: 'mutuals' },
  'nobody comments': { author: 'owner', visibility: 'public', commentPolicy: 'nobody' },
}
for (const author of people) {
  if (author !== 'owner') posts[`of ${author}`] = { author, visibility: 'public' }
}

export interface Comment {
  author: Role | null // null for a tombstone
  post: string
  parent?: string
  hiddenBy?: 'post_author' | 'staff'
}

export const comments: Record<string, Comment> = {}
for (const author of people) comments[`by ${author}`] = { author, post: 'public' }
Object.assign(comments, {
  reply: { author: 'follower', post: 'public', parent: 'by stranger' },
  'reply to blocked': { author: 'follower', post: 'public', parent: 'by blocked' },
  'hidden by owner': { author: 'stranger', post: 'public', hiddenBy: 'post_author' },
  'reply to hidden': { author: 'follower', post: 'public', parent: 'hidden by owner' },
  'hidden by staff': { author: 'stranger', post: 'public', hiddenBy: 'staff' },
  tombstone: { author: null, post: 'public' },
  'reply to tombstone': { author: 'stranger', post: 'public', parent: 'tombstone' },
  'among followers': { author: 'follower', post: 'for followers' },
  'among friends': { author: 'friend', post: 'for friends' },
  'to myself': { author: 'owner', post: 'for me' },
  'on archived': { author: 'follower', post: 'archived' },
  'on hidden': { author: 'follower', post: 'hidden by staff' },
} satisfies Record<string, Comment>)

/**
 * The follower and the followee of each follow. All follows are accepted, except the request of
 * `requester`.
 */
export const follows: Record<string, [Role, Role]> = Object.fromEntries(
  (
    [
      ['follower', 'owner'],
      ['requester', 'owner'],
      ['muted', 'owner'],
      ['suspended', 'owner'],
      ['deactivated', 'owner'],
      ['unconfirmed', 'owner'],
      ['banned', 'owner'],
      ['signed_out', 'owner'],
      ['owner', 'muted'],
      ['owner', 'limited'],
      ['follower', 'limited'],
    ] as [Role, Role][]
  ).map(([follower, followee]) => [`${follower} → ${followee}`, [follower, followee]]),
)

/** The likes of posts. Each entry is the person who likes the post, and the name of the post. */
export const likes: [Role, string][] = [
  ...people.map((person): [Role, string] => [person, 'public']),
  ['follower', 'for followers'],
  ['friend', 'for friends'],
  ['owner', 'for me'],
  ['follower', 'archived'],
  ['follower', 'hidden by staff'],
  ['stranger', 'of blocked'],
  ['owner', 'of limited'],
]

/**
 * The likes of comments. Each entry is the person who likes the comment, and the name of the
 * comment.
 */
export const commentLikes: [Role, string][] = [
  ...people.map((person): [Role, string] => [person, 'by stranger']),
  ['follower', 'by blocked'],
  ['follower', 'hidden by owner'],
  ['stranger', 'hidden by staff'],
  ['follower', 'among followers'],
]

/** The saved posts. Each entry is the person who saved the post, and the name of the post. */
export const saves: [Role, string][] = [
  ['stranger', 'public'],
  ['blocked', 'public'],
  ['suspended', 'public'],
  ['banned', 'public'],
  ['follower', 'for followers'],
  ['owner', 'of stranger'],
  ['owner', 'of blocked'],
]

/** The bells. Each entry is the person who rang the bell, and the author. */
export const bells: [Role, Role][] = [
  ['follower', 'owner'],
  ['suspended', 'owner'],
  ['owner', 'stranger'],
  ['stranger', 'suspended'],
]

/** The posts whose notifications are muted. Each entry is the person who mutes, and the post. */
export const mutedPosts: [Role, string][] = [
  ['stranger', 'public'],
  ['follower', 'for followers'],
  ['blocked', 'public'],
  ['suspended', 'public'],
]

/** The posts and comments that were edited once. */
export const editedPosts = ['public', 'of stranger']
export const editedComments = ['by stranger', 'by suspended']

/** The reports. `by` is the reporter, and `of` is the person whose post or profile is reported. */
export const reports: Record<
  string,
  { by: Role; kind: 'post' | 'profile'; of: Role; post?: string }
> = {
  'of public': { by: 'stranger', kind: 'post', of: 'owner', post: 'public' },
  'of a stranger': { by: 'follower', kind: 'profile', of: 'stranger' },
  'of the suspended': { by: 'stranger', kind: 'profile', of: 'suspended' },
  'of staff': { by: 'owner', kind: 'profile', of: 'staff' },
}

/** The mentions in posts. Each entry is the mentioned person, and the name of the post. */
export const mentions: [Role, string][] = [
  ['follower', 'public'],
  ['suspended', 'public'],
  ['blocked', 'public'],
  ['follower', 'for followers'],
  ['friend', 'for me'],
  ['stranger', 'of blocked'],
]

/** The mentions in comments. Each entry is the mentioned person, and the name of the comment. */
export const commentMentions: [Role, string][] = [
  ['owner', 'by stranger'],
  ['deactivated', 'by stranger'],
  ['owner', 'by blocked'],
  ['friend', 'among followers'],
  ['stranger', 'hidden by owner'],
]
