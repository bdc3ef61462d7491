import { type Post, shareTags } from 'supabase-social'
import { strings } from '../strings.ts'
import { toast } from '../ui/toast.tsx'

/** Hands the address of a post to the device, or copies it where the device shares nothing. */
export async function sharePost(post: Post): Promise<void> {
  const url = new URL(`/p/${post.id}`, location.href).href
  if (!navigator.share) return copy(url)
  const { title, description: text } = shareTags(post)
  // A person who closes the window of the device has changed their mind.
  await navigator.share({ title, text, url }).catch(() => undefined)
}

/** Copies an address. */
export async function copy(url: string): Promise<void> {
  await navigator.clipboard.writeText(url)
  toast(strings.post.copied)
}
