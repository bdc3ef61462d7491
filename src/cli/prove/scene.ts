import { people, type Role } from './roles.ts'

/**
 * The rows that every role tries to read and change. Everybody has a profile, a public post with
 * one photograph, an unattached upload, and a comment and a like on the owner's public post, from
 * before any block. Everything else belongs to the owner.
 */
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
  author: Role | null // a tombstone has none
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

/** Follower and followee. All are accepted, except the requester's. */
export const follows: Record<string, [Role, Role]> = Object.fromEntries(
  (
    [
      ['follower', 'owner'],
      ['requester', 'owner'],
      ['muted', 'owner'],
      ['suspended', 'owner'],
      ['deactivated', 'owner'],
      ['banned', 'owner'],
      ['signed_out', 'owner'],
      ['owner', 'muted'],
      ['owner', 'limited'],
      ['follower', 'limited'],
    ] as [Role, Role][]
  ).map(([follower, followee]) => [`${follower} → ${followee}`, [follower, followee]]),
)

/** Person and liked post. */
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

/** Person and liked comment. */
export const commentLikes: [Role, string][] = [
  ...people.map((person): [Role, string] => [person, 'by stranger']),
  ['follower', 'by blocked'],
  ['follower', 'hidden by owner'],
  ['stranger', 'hidden by staff'],
  ['follower', 'among followers'],
]

/** Person and saved post. */
export const saves: [Role, string][] = [
  ['stranger', 'public'],
  ['blocked', 'public'],
  ['suspended', 'public'],
  ['banned', 'public'],
  ['follower', 'for followers'],
  ['owner', 'of stranger'],
  ['owner', 'of blocked'],
]

/** Posts and comments with one edit. */
export const editedPosts = ['public', 'of stranger']
export const editedComments = ['by stranger', 'by suspended']

/** Reports: `by` reports the post or profile of `of`. */
export const reports: Record<
  string,
  { by: Role; kind: 'post' | 'profile'; of: Role; post?: string }
> = {
  'of public': { by: 'stranger', kind: 'post', of: 'owner', post: 'public' },
  'of a stranger': { by: 'follower', kind: 'profile', of: 'stranger' },
  'of the suspended': { by: 'stranger', kind: 'profile', of: 'suspended' },
  'of staff': { by: 'owner', kind: 'profile', of: 'staff' },
}

/** Person and the post that mentions them. Every post has a hashtag. */
export const mentions: [Role, string][] = [
  ['follower', 'public'],
  ['suspended', 'public'],
  ['blocked', 'public'],
  ['follower', 'for followers'],
  ['friend', 'for me'],
  ['stranger', 'of blocked'],
]

/** Person and the comment that mentions them. */
export const commentMentions: [Role, string][] = [
  ['owner', 'by stranger'],
  ['deactivated', 'by stranger'],
  ['owner', 'by blocked'],
  ['friend', 'among followers'],
  ['stranger', 'hidden by owner'],
]
