import { randomUUID } from 'node:crypto'
import type { Role } from './roles.ts'
import * as scene from './scene.ts'

/*
 * The notifications of the test data. They exist whether or not their recipient may see them, as if
 * a block, a mute or a suspension came later. Each one has a group of its own.
 */

/** A notification, and what the notifications of its group share: a person, post or comment. */
export interface Notification {
  to: Role
  kind: string
  /** Null if the kind has no actor. */
  from: Role | null
  object: Thing
  target: Thing
}
export type Thing = [kind: 'person' | 'post' | 'comment' | 'report', label: string]

export const notifications: Record<string, Notification> = {}

function add(to: Role | null | undefined, kind: string, from: Role | null, on: Thing, of = on) {
  if (to && to !== from) {
    const label = [kind, from && `by ${from}`, `for ${to}`, `of ${of[1]}`].filter(Boolean).join(' ')
    notifications[label] = { to, kind, from, object: on, target: of }
  }
}

const writerOf = (label: string) => scene.comments[label]?.author
for (const [from, post] of scene.likes) {
  add(scene.posts[post]?.author, 'post_like', from, ['post', post])
}
for (const [from, comment] of scene.commentLikes) {
  add(writerOf(comment), 'comment_like', from, ['comment', comment])
}
for (const [label, { author, post, parent }] of Object.entries(scene.comments)) {
  if (author && parent)
    add(writerOf(parent), 'reply', author, ['comment', label], ['comment', parent])
  else if (author)
    add(scene.posts[post]?.author, 'comment', author, ['comment', label], ['post', post])
}
for (const [to, post] of scene.mentions) {
  add(to, 'post_mention', scene.posts[post]?.author ?? null, ['post', post])
}
for (const [to, comment] of scene.commentMentions) {
  add(to, 'comment_mention', writerOf(comment) ?? null, ['comment', comment])
}
for (const [follower, followee] of Object.values(scene.follows)) {
  const isAccepted = follower !== 'requester'
  add(followee, isAccepted ? 'follow' : 'follow_request', follower, ['person', followee])
  add(follower, 'request_accepted', followee, ['person', follower])
}
for (const to of ['follower', 'stranger', 'suspended', 'signed_out'] as const) {
  add(to, 'new_post', 'owner', ['post', 'for followers'])
  add(to, 'report_waiting', null, ['report', 'of public'])
}
for (const to of ['limited', 'suspended', 'banned'] as const) {
  add(to, 'sanction', null, ['person', to])
}
add('staff', 'report_waiting', null, ['report', 'of public'])
add('stranger', 'report_decision', null, ['report', 'of public'])

type Names = Record<string, string>

/** Makes the names of topics. The topics called `old` have a former epoch. */
export function makeTopics(person: Names, post: Names): Names {
  const names = (prefix: string, of: string, things: Names) =>
    Object.entries(things).flatMap(([label, id]) => [
      [`${of} ${label}`, `${prefix}${id}:${randomUUID()}`],
    ])
  const { owner = '' } = person
  const { public: shown = '' } = post
  return Object.fromEntries([
    ...names('social:', 'of', person),
    ...names('social:post:', 'of post', post),
    ['old one of owner', `social:${owner}:${randomUUID()}`],
    ['old one of post public', `social:post:${shown}:${randomUUID()}`],
    ['without epoch', `social:${owner}`],
    ['without person', 'social:'],
  ])
}
