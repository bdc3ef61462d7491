import type { QueryClient } from '@tanstack/react-query'
import type { Comment, CommentDeletion } from '../../sdk/types.ts'
import { ROOT } from '../truth/rows.ts'
import { sameAs } from '../truth/same.ts'
import { truthOf } from '../truth/truth.ts'
import { count, drop, insert, put, refresh } from './refresh.ts'

function showComment(client: QueryClient, comment: Comment): void {
  truthOf(client).apply(sameAs([ROOT, 'comments'], comment))
}

/** Puts a comment into its thread: a reply at the end, any other below the pinned comments. */
function addComment(client: QueryClient, comment: Comment): void {
  const { post_id, root_id } = comment
  const row = { ...comment }
  if (root_id) insert(client, ['comments', 'replies', root_id], row, () => false)
  else insert(client, ['comments', 'of', post_id], row, (other) => other.pinned_at === null)
  if (root_id) count(client, 'comments', root_id, 'reply_count', 1)
  count(client, 'posts', post_id, 'comment_count', 1)
}

const TOMBSTONE = {
  deleted_by: 'author',
  body: null,
  author_id: null,
  author_username: null,
  author_display_name: null,
  author_avatar_path: null,
}

export { addComment as createComment }

/** The effect of `useUpdateComment`. */
export function updateComment(client: QueryClient, comment: Comment): void {
  showComment(client, comment)
  refresh(client, ['other', 'commentVersions', comment.id])
}

/** The effect of `useDeleteComment`. */
export function deleteComment(client: QueryClient, deletion: CommentDeletion, id: string): void {
  const before = truthOf(client).find('comments', id)?.row
  const { post_id, comment_count } = deletion
  if (comment_count !== null) put(client, 'posts', post_id, { comment_count })
  if (deletion.is_tombstone) {
    refresh(client, ['comments', 'of', post_id], ['comments', 'replies'])
    put(client, 'comments', id, TOMBSTONE)
  } else drop(client, 'comments', id)
  if (before?.root_id) count(client, 'comments', String(before.root_id), 'reply_count', -1)
}

/** The effect of `useRestoreComment`. */
export function restoreComment(client: QueryClient, { post_id }: Comment): void {
  refresh(client, ['comments'], ['posts', 'one', post_id])
}
export { showComment as hideComment }

/** The effect of `usePinComment`. */
export function pinComment(client: QueryClient, comment: Comment): void {
  showComment(client, comment)
  const { pinned_at, post_id, created_at } = comment
  insert(client, ['comments', 'of', post_id], { ...comment }, (other) =>
    pinned_at ? true : other.pinned_at === null && String(other.created_at) < created_at,
  )
}

/** The effect of `useReportComment`. */
export function reportComment(client: QueryClient): void {
  refresh(client, ['other', 'reports'])
}
