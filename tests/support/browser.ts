import { rmSync } from 'node:fs'
import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { build, type InlineConfig } from 'tsdown'
import { root } from '../../tools/local-stack/paths.ts'

export { startChromium } from './chromium.ts'

export interface Site {
  /** The origin of the page, which differs from the origin of the stack. */
  url: string
  /** The text of every script by its name. */
  scripts: ReadonlyMap<string, string>
  /** The names of the scripts that pages asked for, in order. */
  asked: string[]
  /** Opens the page, whose script sets `app`. */
  open(browser: Browser): Promise<Page>
  close(): void
}

/** Serves a web page whose script is a bundle of this file. The default contains the SDK. */
export async function openSite(entry = 'tests/support/browser-page.ts'): Promise<Site> {
  const scripts = await bundle(entry)
  return serveScripts(scripts, '<script type="module" src="/app.js"></script>')
}

/** The answer to a request that is not for a script. */
export type Api = (path: string) => { status: number; body: unknown } | undefined

/** Serves scripts by name, a page at every other path, and an API if there is one. */
export async function serveScripts(
  scripts: ReadonlyMap<string, string>,
  html: string,
  api: Api = () => undefined,
): Promise<Site> {
  const asked: string[] = []
  const server = createServer(({ url = '/' }, response) => {
    const name = url.slice(1)
    const script = scripts.get(name)
    const answer = api(url)
    if (name.endsWith('.js')) asked.push(name)
    if (answer) {
      response.writeHead(answer.status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(answer.body))
    } else if (name.endsWith('.js') && script === undefined) {
      response.writeHead(404).end()
    } else {
      response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript')
      response.end(script ?? `<!doctype html>${html}`)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const open = async (browser: Browser) => {
    const page = await browser.newPage()
    await page.goto(url)
    await page.waitForFunction(() => 'app' in globalThis)
    return page
  }
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url, scripts, asked, open, close }
}

function bundle(entry: string): Promise<Map<string, string>> {
  return builtScripts({
    entry: { app: join(root, entry) },
    platform: 'browser',
    deps: { alwaysBundle: [/./], onlyBundle: false },
  })
}

/** Builds scripts, and returns their text by name. */
export async function builtScripts(options: InlineConfig): Promise<Map<string, string>> {
  const outDir = await mkdtemp(join(root, 'node_modules/.page-'))
  try {
    await build({ config: false, dts: false, logLevel: 'silent', ...options, outDir })
    const names = (await readdir(outDir)).filter((name) => name.endsWith('.js'))
    const texts = names.map(async (name) => [name, await readFile(join(outDir, name), 'utf8')])
    return new Map((await Promise.all(texts)) as [string, string][])
  } finally {
    rmSync(outDir, { recursive: true, force: true })
  }
}
