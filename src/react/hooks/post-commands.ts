import type { CreatePostInput, UpdatePostInput } from '../../sdk/inputs.ts'
import type { Report, ReportInput } from '../../sdk/moderation-types.ts'
import type { Post, PostDeletion } from '../../sdk/types.ts'
import { type Command, useCommand } from './command.ts'

/**
 * Publishes a post. It appears at the top of your home feed and of your profile.
 * @example
 * const createPost = useCreatePost()
 * createPost.mutate({ caption: 'The old bridge', media: [{ id: upload.id, altText: 'A bridge' }] })
 */
export function useCreatePost(): Command<Post, CreatePostInput> {
  return useCommand('posts', 'create')
}

/**
 * Changes your post.
 * @example useUpdatePost().mutate({ id: post.id, caption: 'The new bridge' })
 */
export function useUpdatePost(): Command<Post, UpdatePostInput & { id: string }> {
  return useCommand('posts', 'update')
}

/**
 * Deletes your post by its id.
 * @example useDeletePost().mutate(post.id)
 */
export function useDeletePost(): Command<PostDeletion, string> {
  return useCommand('posts', 'delete')
}

/**
 * Restores your deleted post by its id.
 * @example useRestorePost().mutate(post.id)
 */
export function useRestorePost(): Command<Post, string> {
  return useCommand('posts', 'restore')
}

/**
 * Archives your post by its id: only you see it.
 * @example useArchivePost().mutate(post.id)
 */
export function useArchivePost(): Command<Post, string> {
  return useCommand('posts', 'archive')
}

/**
 * Unarchives your post by its id.
 * @example useUnarchivePost().mutate(post.id)
 */
export function useUnarchivePost(): Command<Post, string> {
  return useCommand('posts', 'unarchive')
}

/**
 * Pins your post by its id to the top of your profile.
 * @example usePinPost().mutate(post.id)
 */
export function usePinPost(): Command<Post, string> {
  return useCommand('posts', 'pin')
}

/**
 * Unpins your post by its id.
 * @example useUnpinPost().mutate(post.id)
 */
export function useUnpinPost(): Command<Post, string> {
  return useCommand('posts', 'unpin')
}

/**
 * Reports a post to staff.
 * @example useReportPost().mutate({ id: post.id, reason: 'spam' })
 */
export function useReportPost(): Command<Report, ReportInput & { id: string }> {
  return useCommand('posts', 'report')
}
