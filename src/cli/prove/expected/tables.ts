import type { Role } from '../roles.ts'
import * as scene from '../scene.ts'
import type { Sees } from './rows.ts'

/** The rows of the scene in a table or view, and who sees each. */
export interface Table {
  /** The columns that identify a row. */
  key: string[]
  /** The values of these columns by label: a kind of id and its label. */
  rows: Record<string, [kind: 'person' | 'post' | 'comment', label: string][]>
  sees: (sees: Sees, role: Role, label: string) => boolean
  /** Without a login it is never readable, even if direct table access is open to everybody. */
  isForSignedIn?: boolean
}

const rowsOf = (kind: 'person' | 'post' | 'comment', labels: Iterable<string>): Table['rows'] =>
  Object.fromEntries([...labels].map((label) => [label, [[kind, label]]]))

const pairs = (kind: 'post' | 'comment', list: [Role, string][]): Table['rows'] =>
  Object.fromEntries(
    list.map(([role, label]) => [
      `${role}, ${label}`,
      [
        ['person', role],
        [kind, label],
      ],
    ]),
  )

/** Splits the label of a row of `pairs`. */
const split = (label: string) => label.split(', ') as [string, string]
/** The role must see both the person and the content. */
const both =
  (kind: 'post' | 'comment'): Table['sees'] =>
  (sees, role, label) =>
    sees(role, 'person', split(label)[0]) && sees(role, kind, split(label)[1])

const isOwn = (role: Role, label: string | null | undefined) =>
  role === label && !['suspended', 'deactivated', 'banned', 'signed_out'].includes(role)

const persons = rowsOf('person', [...new Set(scene.likes.map(([role]) => role))])
const posts = rowsOf('post', Object.keys(scene.posts))
const comments = rowsOf('comment', Object.keys(scene.comments))

/** Tombstones are in the lists of threads only. */
const seesLive: Table['sees'] = (sees, role, label) =>
  scene.comments[label]?.author !== null && sees(role, 'comment', label)

/** Every table and view of schema social. */
export const tables: Record<string, Table> = {
  profiles: {
    key: ['id'],
    rows: persons,
    sees: (sees, role, label) => sees(role, 'person', label),
  },
  profile_counts: {
    key: ['profile_id'],
    rows: persons,
    sees: (sees, role, label) => sees(role, 'counts', label),
  },
  follows: {
    key: ['follower_id', 'followee_id'],
    rows: Object.fromEntries(
      Object.entries(scene.follows).map(([label, [follower, followee]]) => [
        label,
        [
          ['person', follower],
          ['person', followee],
        ],
      ]),
    ),
    sees: (sees, role, label) => sees(role, 'follow', label),
  },
  posts: { key: ['id'], rows: posts, sees: (sees, role, label) => sees(role, 'post', label) },
  post_media: {
    key: ['post_id'],
    rows: posts,
    sees: (sees, role, label) => sees(role, 'post', label),
  },
  post_counts: {
    key: ['post_id'],
    rows: posts,
    sees: (sees, role, label) => sees(role, 'post', label),
  },
  post_hashtags: {
    key: ['post_id'],
    rows: posts,
    sees: (sees, role, label) => sees(role, 'post', label),
  },
  post_mentions: {
    key: ['profile_id', 'post_id'],
    rows: pairs('post', scene.mentions),
    sees: both('post'),
  },
  comment_mentions: {
    key: ['profile_id', 'comment_id'],
    rows: pairs('comment', scene.commentMentions),
    sees: both('comment'),
  },
  post_edits: {
    key: ['post_id'],
    rows: rowsOf('post', scene.editedPosts),
    sees: (_, role, label) => isOwn(role, scene.posts[label]?.author),
    isForSignedIn: true,
  },
  comments: {
    key: ['id'],
    rows: comments,
    sees: seesLive,
  },
  comment_counts: {
    key: ['comment_id'],
    rows: comments,
    sees: seesLive,
  },
  comment_edits: {
    key: ['comment_id'],
    rows: rowsOf('comment', scene.editedComments),
    sees: (sees, role, label) =>
      isOwn(role, scene.comments[label]?.author) && sees(role, 'comment', label),
    isForSignedIn: true,
  },
  likes: {
    key: ['user_id', 'post_id'],
    rows: pairs('post', scene.likes),
    sees: both('post'),
  },
  comment_likes: {
    key: ['user_id', 'comment_id'],
    rows: pairs('comment', scene.commentLikes),
    sees: both('comment'),
  },
  saves: {
    key: ['user_id', 'post_id'],
    rows: pairs('post', scene.saves),
    // A save disappears when the post is no longer visible.
    sees: (sees, role, label) =>
      isOwn(role, split(label)[0]) && sees(role, 'post', split(label)[1]),
    isForSignedIn: true,
  },
}
