import type { Post, Profile } from './types.ts'

const TITLE_LENGTH = 70
const DESCRIPTION_LENGTH = 200

// Spaces, line breaks, control characters, and the characters that change the direction of a text.
const NOISE = /[\s\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/gu

/**
 * The texts and the picture that a link to a post or profile shows. `title` and `description` are
 * plain text of one line, not HTML: whoever writes them into a page must escape them. `image` is a
 * path, of which `social.media.createSignedUrls` makes a URL, or null.
 */
export interface ShareTags {
  title: string
  description: string
  image: string | null
}

/**
 * Returns what a link to a post or profile may show to everybody, for example as Open Graph tags.
 * If somebody without a login may not see the post or profile, then the tags reveal nothing about
 * it. The picture of a sensitive post is left out.
 * @example
 * import { shareTags } from 'supabase-social'
 *
 * const { data: post } = await social.posts.get('a-post-id')
 * if (post) console.log(shareTags(post).title)
 */
export function shareTags(of: Post | Profile): ShareTags {
  return 'author_id' in of ? tagsOfPost(of) : tagsOfProfile(of)
}

function tagsOfPost(post: Post): ShareTags {
  if (!post.is_shareable) {
    return { title: 'A post', description: 'Sign in to see this post.', image: null }
  }
  const title = nameOf(post.author_username, post.author_display_name)
  if (post.is_sensitive) {
    const description = line(post.sensitive_note, DESCRIPTION_LENGTH) || 'Sensitive content'
    return { title, description, image: null }
  }
  const [first] = post.media
  return {
    title,
    description: line(post.caption || first?.alt_text, DESCRIPTION_LENGTH),
    image: first?.mime_type.startsWith('image/') ? first.path : (first?.thumbnail_path ?? null),
  }
}

function tagsOfProfile(profile: Profile): ShareTags {
  if (!profile.is_shareable) {
    return { title: 'A profile', description: 'Sign in to see this profile.', image: null }
  }
  return {
    title: nameOf(profile.username, profile.display_name),
    description: line(profile.bio, DESCRIPTION_LENGTH),
    image: profile.avatar_path,
  }
}

/** Shortens the name and never the username, so that no name can look like another username. */
function nameOf(username: string, displayName: string | null): string {
  const suffix = `(@${username})`
  const name = line(displayName, TITLE_LENGTH - suffix.length - 1)
  return name ? `${name} ${suffix}` : `@${username}`
}

/** Returns a text as one line of at most `length` characters. */
function line(text: string | null | undefined, length: number): string {
  const characters = [...(text ?? '').replace(NOISE, ' ').trim()]
  if (characters.length <= length) return characters.join('')
  return `${characters
    .slice(0, length - 1)
    .join('')
    .trimEnd()}…`
}
