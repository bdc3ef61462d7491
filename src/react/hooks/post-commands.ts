import type { QueryClient } from '@tanstack/react-query'
import type { CreatePostInput, UpdatePostInput } from '../../sdk/inputs.ts'
import type { Report, ReportInput } from '../../sdk/moderation-types.ts'
import type { Post, PostDeletion } from '../../sdk/types.ts'
import { count, drop, insert, refresh } from '../truth/refresh.ts'
import { ROOT } from '../truth/rows.ts'
import { sameAs } from '../truth/same.ts'
import { truthOf } from '../truth/truth.ts'
import { type Command, useCommand } from './command.ts'

/** Shows a post that a command returned everywhere. */
function showPost(client: QueryClient, post: Post): void {
  truthOf(client).apply(sameAs([ROOT, 'posts'], post))
}

/** Puts your post at the top of your lists, and counts it. */
function addPost(client: QueryClient, post: Post): void {
  const row = { ...post }
  insert(client, ['posts', 'home'], row, () => true)
  insert(client, ['posts', 'by', post.author_id], row, (other) => other.pinned_at === null)
  count(client, 'profiles', post.author_id, 'post_count', 1)
}

function removePost(client: QueryClient, id: string): void {
  const author = truthOf(client).find('posts', id)?.row.author_id
  drop(client, 'posts', id)
  if (author) count(client, 'profiles', String(author), 'post_count', -1)
}

/**
 * Publishes a post. It appears at the top of your home feed and of your profile.
 * @example
 * const createPost = useCreatePost()
 * createPost.mutate({ caption: 'The old bridge', media: [{ id: upload.id, altText: 'A bridge' }] })
 */
export function useCreatePost(): Command<Post, CreatePostInput> {
  return useCommand(({ posts }, input) => posts.create(input), addPost)
}

/**
 * Changes your post.
 * @example useUpdatePost().mutate({ id: post.id, caption: 'The new bridge' })
 */
export function useUpdatePost(): Command<Post, UpdatePostInput & { id: string }> {
  return useCommand(
    ({ posts }, { id, ...changes }) => posts.update(id, changes),
    (client, post) => {
      showPost(client, post)
      refresh(client, ['other', 'postVersions', post.id])
    },
  )
}

/**
 * Deletes your post by its id.
 * @example useDeletePost().mutate(post.id)
 */
export function useDeletePost(): Command<PostDeletion, string> {
  return useCommand(
    ({ posts }, id) => posts.delete(id),
    (client, _, id) => {
      removePost(client, id)
      refresh(client, ['posts', 'deleted'])
    },
  )
}

/**
 * Restores your deleted post by its id.
 * @example useRestorePost().mutate(post.id)
 */
export function useRestorePost(): Command<Post, string> {
  return useCommand(
    ({ posts }, id) => posts.restore(id),
    (client, post) => {
      drop(client, 'posts', post.id, 'deleted')
      refresh(client, ['posts', 'home'], ['posts', 'by', post.author_id], ['profiles', 'me'])
    },
  )
}

/**
 * Archives your post by its id: only you see it.
 * @example useArchivePost().mutate(post.id)
 */
export function useArchivePost(): Command<Post, string> {
  return useCommand(
    ({ posts }, id) => posts.archive(id),
    (client, post) => {
      removePost(client, post.id)
      refresh(client, ['posts', 'archived'])
      showPost(client, post)
    },
  )
}

/**
 * Unarchives your post by its id.
 * @example useUnarchivePost().mutate(post.id)
 */
export function useUnarchivePost(): Command<Post, string> {
  return useCommand(
    ({ posts }, id) => posts.unarchive(id),
    (client, post) => {
      drop(client, 'posts', post.id, 'archived')
      showPost(client, post)
      refresh(client, ['posts', 'home'], ['posts', 'by', post.author_id], ['profiles', 'me'])
    },
  )
}

/**
 * Pins your post by its id to the top of your profile.
 * @example usePinPost().mutate(post.id)
 */
export function usePinPost(): Command<Post, string> {
  return useCommand(
    ({ posts }, id) => posts.pin(id),
    (client, post) => {
      showPost(client, post)
      insert(client, ['posts', 'by', post.author_id], { ...post }, () => true)
    },
  )
}

/**
 * Unpins your post by its id.
 * @example useUnpinPost().mutate(post.id)
 */
export function useUnpinPost(): Command<Post, string> {
  return useCommand(
    ({ posts }, id) => posts.unpin(id),
    (client, post) => {
      showPost(client, post)
      const isOlder = (other: { [field: string]: unknown }) =>
        other.pinned_at === null && String(other.created_at) < post.created_at
      insert(client, ['posts', 'by', post.author_id], { ...post }, isOlder)
    },
  )
}

/**
 * Reports a post to staff.
 * @example useReportPost().mutate({ id: post.id, reason: 'spam' })
 */
export function useReportPost(): Command<Report, ReportInput & { id: string }> {
  return useCommand(
    ({ posts }, { id, ...input }) => posts.report(id, input),
    (client) => refresh(client, ['other', 'reports']),
  )
}
