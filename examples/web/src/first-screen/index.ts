import type { Post } from 'supabase-social'
import { readInlinedConfig } from '../app/config.ts'
import type { FirstScreen } from '../lib/first-screen.ts'
import { sizesOf } from '../lib/picture-sources.ts'
import { showPost } from './poster.ts'
import { openReader } from './reader.ts'
import { readAccessToken } from './token.ts'

// The build writes this script into the page, so that the feed is on its way before React and the
// other libraries load. They would take their share of a slow network, so they wait for the first
// picture.

/** The app starts after this time without the first picture, in milliseconds. */
const LONGEST = 4_000

const late = new AbortController()
const first = showHome(late.signal).catch(() => {})
const timeout = new Promise((resolve) => setTimeout(resolve, LONGEST))
void Promise.race([first, timeout]).then(() => {
  late.abort()
  startApp()
})

/** Reads the feed of home and shows its first post, until its picture is there. */
async function showHome(late: AbortSignal): Promise<void> {
  const config = readInlinedConfig()
  const token = readAccessToken()
  const isHome = location.pathname === '/' && location.search === ''
  if (!config || !token || !isHome) return
  const social = openReader(config, token)
  const { data: feed } = await social.feed.listHome({ pageSize: 10 })
  const post = feed?.items[0]
  if (!post || late.aborted) return
  const known: FirstScreen = { feed, urls: {} }
  window.firstScreen = known
  const poster = showPost(post)
  const { data: urls } = await social.media.createSignedUrls(pathsOf(feed.items))
  if (!urls) return
  known.urls = urls
  await poster.showPicture(urls)
}

function pathsOf(posts: Post[]): string[] {
  return posts
    .flatMap((post) => [post.author_avatar_path, ...post.media.flatMap(sizesOf)])
    .filter((path) => path !== null)
}

/** The page holds the scripts of the app in a template, where a browser leaves them alone. */
function startApp(): void {
  const template = document.getElementById('app')
  if (template instanceof HTMLTemplateElement) document.head.append(template.content)
}
