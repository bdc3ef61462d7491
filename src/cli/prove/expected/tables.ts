import type { Role } from '../roles.ts'
import * as scene from '../scene.ts'
import { refusal } from './callers.ts'
import type { Sees } from './rows.ts'

/** The test rows in a table or view, and the roles that see each row. */
export interface Table {
  /** The columns that identify a row. */
  key: string[]
  /**
   * The test rows by name. Each row has one entry for each key column. The entry identifies the
   * person, post or comment whose id the column contains.
   */
  rows: Record<string, [kind: 'person' | 'post' | 'comment', label: string][]>
  sees: (sees: Sees, role: Role, label: string) => boolean
  /**
   * Whether only signed-in people can read the table, even if direct table access is open to
   * everybody.
   */
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

/** Splits the name of a row from `pairs` into the role and the post or comment. */
const split = (label: string) => label.split(', ') as [string, string]
/** Expects that a row is visible if the role sees its person, and also sees its post or comment. */
const both =
  (kind: 'post' | 'comment'): Table['sees'] =>
  (sees, role, label) =>
    sees(role, 'person', split(label)[0]) && sees(role, kind, split(label)[1])

/** Expects that only the two people of a follow or like see its row, as long as both are visible. */
const between = (role: Role, one: string | null | undefined, other: string | null | undefined) =>
  isOwn(role, one) || isOwn(role, other)

const isOwn = (role: Role, label: string | null | undefined) =>
  role === label && refusal('person', role) === undefined

const persons = rowsOf('person', [...new Set(scene.likes.map(([role]) => role))])
const posts = rowsOf('post', Object.keys(scene.posts))
const comments = rowsOf('comment', Object.keys(scene.comments))

/**
 * Tables and views do not show tombstones. Only the functions that list threads return tombstones.
 */
const seesLive: Table['sees'] = (sees, role, label) =>
  scene.comments[label]?.author !== null && sees(role, 'comment', label)

/** Every table and view of schema social, with its expected readers. */
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
    sees: (sees, role, label) =>
      between(role, ...(scene.follows[label] as [Role, Role])) && sees(role, 'follow', label),
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
    sees: (sees, role, label) =>
      between(role, split(label)[0], scene.posts[split(label)[1]]?.author) &&
      both('post')(sees, role, label),
  },
  comment_likes: {
    key: ['user_id', 'comment_id'],
    rows: pairs('comment', scene.commentLikes),
    sees: (sees, role, label) =>
      between(role, split(label)[0], scene.comments[split(label)[1]]?.author) &&
      both('comment')(sees, role, label),
  },
  saves: {
    key: ['user_id', 'post_id'],
    rows: pairs('post', scene.saves),
    // People see only their own saves, and only as long as they can see the saved post.
    sees: (sees, role, label) =>
      isOwn(role, split(label)[0]) && sees(role, 'post', split(label)[1]),
    isForSignedIn: true,
  },
}
