import { rmSync } from 'node:fs'
import { mkdtemp, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { build } from 'tsdown'
import { root } from '../../tools/local-stack/paths.ts'

export { startChromium } from './chromium.ts'

export interface Site {
  /** The origin of the page, which differs from the origin of the stack. */
  url: string
  /** Opens the page, whose script sets `app`. */
  open(browser: Browser): Promise<Page>
  close(): void
}

/** Serves a web page whose script is a bundle of this file. The default contains the SDK. */
export async function openSite(entry = 'tests/support/browser-page.ts'): Promise<Site> {
  const script = await bundle(entry)
  const server = createServer(({ url }, response) => {
    const isScript = url === '/app.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : '<!doctype html><script type="module" src="/app.js"></script>')
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
  return { url, open, close }
}

async function bundle(entry: string): Promise<string> {
  const outDir = await mkdtemp(join(root, 'node_modules/.page-'))
  try {
    await build({
      entry: { app: join(root, entry) },
      outDir,
      config: false,
      dts: false,
      platform: 'browser',
      deps: { alwaysBundle: [/./], onlyBundle: false },
      logLevel: 'silent',
    })
    return await readFile(join(outDir, 'app.js'), 'utf8')
  } finally {
    rmSync(outDir, { recursive: true, force: true })
  }
}
