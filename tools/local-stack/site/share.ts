import { createClient } from '@supabase/supabase-js'
import type { Social } from '../../../src/sdk/client.ts'
import { shareTags } from '../../../src/sdk/share-tags.ts'

/** What a page says about itself to somebody who has no login. */
export interface PageTags {
  title: string
  description: string
  /** The address of a picture, or null. */
  image: string | null
  url: string
  type: 'article' | 'profile'
}

/** Reads the tags of a page. Undefined if the page shows nothing to somebody without a login. */
export type ReadShareTags = (origin: string, path: string) => Promise<PageTags | undefined>

/** A path of a bucket: an owner, and a file or the folder of an upload with a file. */
const FILE = /^\/share-image\/([\da-f-]{36}\/(?:[\da-f-]{36}\/)?[\w-]+\.\w+)$/
const POST = /^\/p\/([\da-f-]{36})\/?$/
const PROFILE = /^\/u\/([\w.]{3,30})\/?$/

/** Reads the tags as somebody without a login, so that they say nothing that is hidden. */
export function readShareTags(url: string, publishableKey: string): ReadShareTags {
  let social: Promise<Social> | undefined
  return async (origin, path) => {
    const [post, profile] = [POST.exec(path)?.[1], PROFILE.exec(path)?.[1]]
    if (!post && !profile) return undefined
    social ??= connect(url, publishableKey)
    const { posts, profiles } = await social
    const { data } = post ? await posts.get(post) : await profiles.getByUsername(profile ?? '')
    if (!data?.is_shareable) return undefined
    const { title, description, image } = shareTags(data)
    return {
      ...{ title, description, url: origin + path, type: post ? 'article' : 'profile' },
      image: image ? `${origin}/share-image/${image}` : null,
    }
  }
}

/** The SDK is loaded at the first such page, so that the stack starts as fast as without it. */
async function connect(url: string, publishableKey: string): Promise<Social> {
  const { createSocial } = await import('../../../src/sdk/client.ts')
  const auth = { persistSession: false, autoRefreshToken: false }
  return createSocial(createClient(url, publishableKey, { auth }))
}

/**
 * Serves the picture of a page. The address of a picture in a tag has to last, and signed addresses
 * end. Storage checks at each request what somebody without a login may see.
 */
export function readShareImage(url: string, publishableKey: string) {
  return async (path: string): Promise<Response | undefined> => {
    const file = FILE.exec(path)?.[1]
    if (!file) return undefined
    const bucket = file.split('/').length === 3 ? 'social-media' : 'social-avatars'
    const answer = await fetch(`${url}/storage/v1/object/${bucket}/${file}`, {
      headers: { apikey: publishableKey, authorization: `Bearer ${publishableKey}` },
    })
    const type = answer.headers.get('content-type') ?? ''
    if (!answer.ok || !type.startsWith('image/')) return undefined
    const headers = { 'content-type': type, 'cache-control': 'public, max-age=300' }
    return new Response(answer.body, {
      headers: { ...headers, 'x-content-type-options': 'nosniff' },
    })
  }
}

/** Writes the tags into the head of a page, in place of its title. */
export function withShareTags(page: string, tags: PageTags): string {
  const properties = [
    ['og:site_name', 'Tern'],
    ['og:type', tags.type],
    ['og:title', tags.title],
    ['og:description', tags.description],
    ['og:url', tags.url],
    ...(tags.image ? [['og:image', tags.image]] : []),
  ]
  const lines = [
    `<title>${escapeHtml(tags.title)}</title>`,
    `<meta name="description" content="${escapeHtml(tags.description)}">`,
    ...properties.map(
      ([name = '', value = '']) => `<meta property="${name}" content="${escapeHtml(value)}">`,
    ),
    `<meta name="twitter:card" content="${tags.image ? 'summary_large_image' : 'summary'}">`,
  ]
  // A function, because a replacement text would read `$&` in a caption as a command.
  return page
    .replace(/<title>[^<]*<\/title>|<meta\s+name="description"[^>]*>/g, '')
    .replace('</head>', () => `${lines.join('\n')}\n</head>`)
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
