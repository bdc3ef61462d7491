import type { QueryClient } from '@tanstack/react-query'
import type { CreateCommentOptions } from '../../sdk/inputs.ts'
import type { Report, ReportInput } from '../../sdk/moderation-types.ts'
import type { Comment, CommentDeletion } from '../../sdk/types.ts'
import { count, drop, insert, put, refresh } from '../truth/refresh.ts'
import { ROOT } from '../truth/rows.ts'
import { sameAs } from '../truth/same.ts'
import { truthOf } from '../truth/truth.ts'
import { type Command, useCommand } from './command.ts'

/** A new comment. */
export interface NewComment extends CreateCommentOptions {
  body: string
}

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

/**
 * Comments on a post, or answers a comment of it.
 * @example useCreateComment(post.id).mutate({ body: 'Lovely light', parentId: comment.id })
 */
export function useCreateComment(postId: string): Command<Comment, NewComment> {
  return useCommand(
    ({ comments }, { body, ...options }) => comments.create(postId, body, options),
    addComment,
  )
}

/**
 * Changes your comment.
 * @example useUpdateComment().mutate({ id: comment.id, body: 'Lovely evening light' })
 */
export function useUpdateComment(): Command<Comment, { id: string; body: string }> {
  return useCommand(
    ({ comments }, { id, body }) => comments.update(id, body),
    (client, comment) => {
      showComment(client, comment)
      refresh(client, ['other', 'commentVersions', comment.id])
    },
  )
}

/**
 * Deletes a comment by its id: your own, or any comment under your post.
 * @example useDeleteComment().mutate(comment.id)
 */
export function useDeleteComment(): Command<CommentDeletion, string> {
  return useCommand(
    ({ comments }, id) => comments.delete(id),
    (client, deletion, id) => {
      const before = truthOf(client).find('comments', id)?.row
      const { post_id, comment_count } = deletion
      if (comment_count !== null) put(client, 'posts', post_id, { comment_count })
      if (deletion.is_tombstone) {
        refresh(client, ['comments', 'of', post_id], ['comments', 'replies'])
        put(client, 'comments', id, TOMBSTONE)
      } else drop(client, 'comments', id)
      if (before?.root_id) count(client, 'comments', String(before.root_id), 'reply_count', -1)
    },
  )
}

const TOMBSTONE = {
  deleted_by: 'author',
  body: null,
  author_id: null,
  author_username: null,
  author_display_name: null,
  author_avatar_path: null,
}

/**
 * Restores a comment that you deleted, by its id.
 * @example useRestoreComment().mutate(comment.id)
 */
export function useRestoreComment(): Command<Comment, string> {
  return useCommand(
    ({ comments }, id) => comments.restore(id),
    (client, { post_id }) => refresh(client, ['comments'], ['posts', 'one', post_id]),
  )
}

/**
 * Hides a comment under your post, or shows it again.
 * @example useHideComment().mutate({ id: comment.id, isHidden: true })
 */
export function useHideComment(): Command<Comment, { id: string; isHidden: boolean }> {
  return useCommand(
    ({ comments }, { id, isHidden }) => (isHidden ? comments.hide(id) : comments.unhide(id)),
    showComment,
  )
}

/**
 * Pins a comment to the top of the comments of your post, or unpins it.
 * @example usePinComment().mutate({ id: comment.id, isPinned: true })
 */
export function usePinComment(): Command<Comment, { id: string; isPinned: boolean }> {
  return useCommand(
    ({ comments }, { id, isPinned }) => (isPinned ? comments.pin(id) : comments.unpin(id)),
    (client, comment) => {
      showComment(client, comment)
      const { pinned_at, post_id, created_at } = comment
      insert(client, ['comments', 'of', post_id], { ...comment }, (other) =>
        pinned_at ? true : other.pinned_at === null && String(other.created_at) < created_at,
      )
    },
  )
}

/**
 * Reports a comment to staff.
 * @example useReportComment().mutate({ id: comment.id, reason: 'harassment' })
 */
export function useReportComment(): Command<Report, ReportInput & { id: string }> {
  return useCommand(
    ({ comments }, { id, ...input }) => comments.report(id, input),
    (client) => refresh(client, ['other', 'reports']),
  )
}
