import { only, people, type Role } from '../roles.ts'
import * as scene from '../scene.ts'

/*
 * For each test row, the roles that see it. The lists are written by hand from docs/security.md and
 * docs/data-model.md. The first list applies while the owner's account is public. The second list
 * applies while the account is private, and is left out if it is the same.
 *
 * A request with an invalid token sees no more than an anonymous request. So the roles `banned`,
 * `signed_out` and `deleted` appear only as a part of `everybody`.
 */
type Sight = [whileOpen: string, whilePrivate?: string]

// All roles except `blocked` (the owner blocks this person) and `blocker` (this person blocks the
// owner).
const friendly = 'everybody but blocked blocker'
const followers = 'owner follower muted'

const personSight: Record<string, Sight> = {
  owner: [friendly],
  stranger: ['everybody'],
  follower: ['everybody'],
  requester: ['everybody'],
  blocked: ['everybody but owner'],
  blocker: ['everybody but owner'],
  muted: ['everybody'],
  friend: ['everybody'],
  limited: ['everybody'], // everybody sees the profile, but only followers find it in search
  suspended: ['nobody'],
  deactivated: ['nobody'],
  unconfirmed: ['nobody'],
  banned: ['everybody'], // a ban makes the token invalid, but does not hide the content
  signed_out: ['everybody'],
  staff: ['everybody'],
}

/** Everybody who sees the posts of an account also sees the counts of the account. */
const countsSight: Record<string, Sight> = {
  ...personSight,
  owner: [friendly, followers],
  limited: ['limited owner follower'],
}

const postSight: Record<string, Sight> = {
  public: [friendly, followers],
  'for followers': [followers],
  'for friends': ['owner friend'],
  'for me': ['owner'],
  archived: ['owner'],
  'hidden by staff': ['owner'],
  'followers comment': [friendly, followers],
  'followed comment': [friendly, followers],
  'mutuals comment': [friendly, followers],
  'nobody comments': [friendly, followers],
  'of stranger': ['everybody'],
  'of follower': ['everybody'],
  'of requester': ['everybody'],
  'of blocked': ['everybody but owner'],
  'of blocker': ['everybody but owner'],
  'of muted': ['everybody'],
  'of friend': ['everybody'],
  'of limited': ['limited owner follower'], // the limited person and their followers
  'of suspended': ['nobody'],
  'of deactivated': ['nobody'],
  'of unconfirmed': ['nobody'],
  'of banned': ['everybody'],
  'of signed_out': ['everybody'],
  'of staff': ['everybody'],
}

const commentSight: Record<string, Sight> = {
  'by owner': [friendly, followers],
  'by stranger': [friendly, followers],
  'by follower': [friendly, followers],
  'by requester': [friendly, followers],
  'by blocked': ['nobody'], // a block hides the blocked person's comments on the blocker's posts
  'by blocker': [`${friendly} owner`, 'follower muted'],
  'by muted': [friendly, followers],
  'by friend': [friendly, followers],
  'by limited': [friendly, followers],
  'by suspended': ['nobody'],
  'by deactivated': ['nobody'],
  'by unconfirmed': ['nobody'],
  'by banned': [friendly, followers],
  'by signed_out': [friendly, followers],
  'by staff': [friendly, followers],
  reply: [friendly, followers],
  'reply to blocked': [friendly, followers],
  'hidden by owner': ['owner stranger', 'owner'],
  'reply to hidden': [friendly, followers],
  'hidden by staff': ['stranger', 'nobody'],
  tombstone: [friendly, followers],
  'reply to tombstone': [friendly, followers],
  'among followers': [followers],
  'among friends': ['owner friend'],
  'to myself': ['owner'],
  'on archived': ['owner'],
  'on hidden': ['owner'],
}

/**
 * The follower and the followee see their follow. Any other viewer must be allowed to see the
 * follow lists of both people.
 */
const followSight: Record<string, Sight> = {
  'follower → owner': [friendly, followers],
  'requester → owner': ['requester owner'],
  'muted → owner': [friendly, followers],
  'suspended → owner': ['nobody'],
  'deactivated → owner': ['nobody'],
  'unconfirmed → owner': ['nobody'],
  'banned → owner': [friendly, followers],
  'signed_out → owner': [friendly, followers],
  'owner → muted': [friendly, followers],
  'owner → limited': ['owner limited follower'],
  'follower → limited': ['follower limited owner'],
}

const sights = {
  person: personSight,
  counts: countsSight,
  post: postSight,
  comment: commentSight,
  follow: followSight,
}

export type Kind = keyof typeof sights

/** Returns whether a role is expected to see a test row. */
export type Sees = (role: Role, kind: Kind, label: string) => boolean

export function sight(isPrivate: boolean): Sees {
  const seen = new Map<string, ReadonlySet<Role>>()
  for (const [kind, things] of Object.entries(sights)) {
    for (const [label, [open, closed = open]] of Object.entries(things)) {
      seen.set(`${kind} ${label}`, only(isPrivate ? closed : open))
    }
  }
  return (role, kind, label) => {
    const who = seen.get(`${kind} ${label}`)
    if (!who) throw new Error(`No entry says who sees the ${kind} ${label}`)
    return who.has(role)
  }
}

/**
 * The posts in the home feed of each role. A home feed contains the role's own posts, and the posts
 * of followed people whom the role does not mute.
 */
export const homeFeeds: Partial<Record<Role, string[]>> = {
  ...Object.fromEntries(people.map((role) => [role, [`of ${role}`]])),
  owner: Object.keys(scene.posts).filter(
    (label) =>
      label === 'of limited' ||
      (!label.startsWith('of ') && !['for me', 'archived', 'hidden by staff'].includes(label)),
  ),
}
for (const role of ['follower', 'muted'] as const) {
  homeFeeds[role]?.push(
    ...['public', 'for followers', 'followers comment', 'followed comment'],
    ...['mutuals comment', 'nobody comments'],
    ...(role === 'follower' ? ['of limited'] : []),
  )
}
