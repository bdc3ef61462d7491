import type { QueryClient } from '@tanstack/react-query'
import type { Post, PostDeletion } from '../../sdk/types.ts'
import { ROOT } from '../truth/rows.ts'
import { sameAs } from '../truth/same.ts'
import { truthOf } from '../truth/truth.ts'
import { count, drop, insert, refresh } from './refresh.ts'

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

export { addPost as createPost }

/** The effect of `useUpdatePost`. */
export function updatePost(client: QueryClient, post: Post): void {
  showPost(client, post)
  refresh(client, ['other', 'postVersions', post.id])
}

/** The effect of `useDeletePost`. */
export function deletePost(client: QueryClient, _: PostDeletion, id: string): void {
  removePost(client, id)
  refresh(client, ['posts', 'deleted'])
}

/** The effect of `useRestorePost`. */
export function restorePost(client: QueryClient, post: Post): void {
  drop(client, 'posts', post.id, 'deleted')
  refresh(client, ['posts', 'home'], ['posts', 'by', post.author_id], ['profiles', 'me'])
}

/** The effect of `useArchivePost`. */
export function archivePost(client: QueryClient, post: Post): void {
  removePost(client, post.id)
  refresh(client, ['posts', 'archived'])
  showPost(client, post)
}

/** The effect of `useUnarchivePost`. */
export function unarchivePost(client: QueryClient, post: Post): void {
  drop(client, 'posts', post.id, 'archived')
  showPost(client, post)
  refresh(client, ['posts', 'home'], ['posts', 'by', post.author_id], ['profiles', 'me'])
}

/** The effect of `usePinPost`. */
export function pinPost(client: QueryClient, post: Post): void {
  showPost(client, post)
  insert(client, ['posts', 'by', post.author_id], { ...post }, () => true)
}

/** The effect of `useUnpinPost`. */
export function unpinPost(client: QueryClient, post: Post): void {
  showPost(client, post)
  const isOlder = (other: { [field: string]: unknown }) =>
    other.pinned_at === null && String(other.created_at) < post.created_at
  insert(client, ['posts', 'by', post.author_id], { ...post }, isOlder)
}

/** The effect of `useReportPost`. */
export function reportPost(client: QueryClient): void {
  refresh(client, ['other', 'reports'])
}
