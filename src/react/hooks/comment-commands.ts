import type { CreateCommentOptions } from '../../sdk/inputs.ts'
import type { Report, ReportInput } from '../../sdk/moderation-types.ts'
import type { Comment, CommentDeletion } from '../../sdk/types.ts'
import { type Command, useCommand } from './command.ts'

/** A new comment. */
export interface NewComment extends CreateCommentOptions {
  body: string
}

/**
 * Comments on a post, or answers a comment of it.
 * @example useCreateComment(post.id).mutate({ body: 'Lovely light', parentId: comment.id })
 */
export function useCreateComment(postId: string): Command<Comment, NewComment> {
  return useCommand('comments', 'create', ({ body, ...options }: NewComment) => [
    'create',
    postId,
    body,
    options,
  ])
}

/**
 * Changes your comment.
 * @example useUpdateComment().mutate({ id: comment.id, body: 'Lovely evening light' })
 */
export function useUpdateComment(): Command<Comment, { id: string; body: string }> {
  return useCommand('comments', 'update', ({ id, body }: { id: string; body: string }) => [
    'update',
    id,
    body,
  ])
}

/**
 * Deletes a comment by its id: your own, or any comment under your post.
 * @example useDeleteComment().mutate(comment.id)
 */
export function useDeleteComment(): Command<CommentDeletion, string> {
  return useCommand('comments', 'delete')
}

/**
 * Restores a comment that you deleted, by its id.
 * @example useRestoreComment().mutate(comment.id)
 */
export function useRestoreComment(): Command<Comment, string> {
  return useCommand('comments', 'restore')
}

/**
 * Hides a comment under your post, or shows it again.
 * @example useHideComment().mutate({ id: comment.id, isHidden: true })
 */
export function useHideComment(): Command<Comment, { id: string; isHidden: boolean }> {
  return useCommand('comments', 'hide', ({ id, isHidden }: { id: string; isHidden: boolean }) => [
    isHidden ? 'hide' : 'unhide',
    id,
  ])
}

/**
 * Pins a comment to the top of the comments of your post, or unpins it.
 * @example usePinComment().mutate({ id: comment.id, isPinned: true })
 */
export function usePinComment(): Command<Comment, { id: string; isPinned: boolean }> {
  return useCommand('comments', 'pin', ({ id, isPinned }: { id: string; isPinned: boolean }) => [
    isPinned ? 'pin' : 'unpin',
    id,
  ])
}

/**
 * Reports a comment to staff.
 * @example useReportComment().mutate({ id: comment.id, reason: 'harassment' })
 */
export function useReportComment(): Command<Report, ReportInput & { id: string }> {
  return useCommand('comments', 'report')
}
