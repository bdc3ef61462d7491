import { readFile } from 'node:fs/promises'
import { root } from '../paths.ts'
import { answerBytes, answerFile, compress, hasFileEnding } from './files.ts'
import { type ReadShareTags, readShareImage, readShareTags, withShareTags } from './share.ts'

/** A person of the demo data, as the page of the demo app for signing in shows this person. */
export interface DemoLogin {
  username: string
  displayName: string
  email: string
  password: string
  /** What is special about this person, for example `administrator`. Empty for most people. */
  note: string
}

export interface SiteOptions {
  /** The address of the stack. */
  url: string
  publishableKey: string
  /** The people whom the page for signing in offers. */
  logins(): DemoLogin[]
  /** The folder with the built app. Tests set another folder. */
  folder?: string
  /** Reads what the tags of a page say. Tests set another function. */
  tags?: ReadShareTags
}

/** Answers a request for a page or a file of the demo app, or undefined if it is for neither. */
export type Site = (request: Request) => Promise<Response | undefined>

const UNBUILT = 'The demo app is not built yet: npm run build:app builds it.\n'
const JSON_TYPE = 'application/json; charset=utf-8'

/**
 * Serves the built demo app. Every path that is no file answers the page of the app, because the
 * app decides itself what its addresses mean.
 */
export function openSite(options: SiteOptions): Site {
  const folder = options.folder ?? `${root}examples/web/dist`
  const tags = options.tags ?? readShareTags(options.url, options.publishableKey)
  const image = readShareImage(options.url, options.publishableKey)
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
    const { origin, pathname } = new URL(request.url)
    const config = JSON.stringify({
      ...{ url: origin, publishableKey: options.publishableKey, demoLogins: options.logins() },
    })
    if (pathname === '/app-config.json') return answerText(request, config, JSON_TYPE)
    if (pathname.startsWith('/share-image/')) return image(pathname)
    const file =
      pathname === '/index.html' ? undefined : await answerFile(folder, pathname, request)
    if (file) return file
    // A username may end in `.js` too: a browser that opens a page says that it wants HTML.
    const wantsPage = request.headers.get('accept')?.includes('text/html')
    if (pathname.startsWith('/assets/') || (hasFileEnding(pathname) && !wantsPage)) return undefined
    const page = await readFile(`${folder}/index.html`, 'utf8').catch(() => undefined)
    if (page === undefined) return unbuilt()
    const found = await tags(origin, pathname).catch(() => undefined)
    const text = withConfig(found ? withShareTags(page, found) : page, config)
    return answerText(request, text, 'text/html; charset=utf-8')
  }
}

/** The page says itself where the stack is, which saves the app a request before its first one. */
function withConfig(page: string, config: string): string {
  // JSON in a script ends at the first `</script`.
  const json = config.replaceAll('<', '\\u003c')
  const element = `<script type="application/json" id="app-config">${json}</script>`
  // Before the first script, which may read it.
  return page.replace(/<template|<script|<\/head>/, (tag) => `${element}\n${tag}`)
}

async function answerText(request: Request, text: string, type: string): Promise<Response> {
  const { bytes, headers } = await compress(request, Buffer.from(text))
  return answerBytes(request, bytes, { type, caching: 'no-cache', headers })
}

function unbuilt(): Response {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
  return new Response(UNBUILT, { status: 503, headers })
}
