import type { Post } from 'supabase-social'
import { strings } from '../strings.ts'
import { toast } from '../ui/toast.tsx'

/** Hands the address of a post to the device, or copies it where the device shares nothing. */
export async function sharePost(post: Post): Promise<void> {
  const url = new URL(`/p/${post.id}`, location.href).href
  const title = strings.post.by(post.author_display_name ?? post.author_username)
  if (!navigator.share) return copy(url)
  // A person who closes the window of the device has changed their mind.
  await navigator.share({ title, url }).catch(() => undefined)
}

/** Copies an address. */
export async function copy(url: string): Promise<void> {
  await navigator.clipboard.writeText(url)
  toast(strings.post.copied)
}
