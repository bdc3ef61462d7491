import { parseArgs } from 'node:util'
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import { startChromium } from '../../tests/support/chromium.ts'

/** The sizes of the windows in which the app is measured and shown. */
export const WINDOWS = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  desktop: { viewport: { width: 1280, height: 900 } },
}

/** A running `npm start`, and a browser. */
export interface Demo {
  url: string
  browser: Browser
  /** Opens a window in which a person of the demo data is signed in, or nobody. */
  enter(username: string | null, options?: BrowserContextOptions): Promise<BrowserContext>
}

/** Finds the address of `npm start` in the arguments, and starts a browser. */
export async function openDemo(): Promise<Demo> {
  const options = { url: { type: 'string', default: 'http://127.0.0.1:54321' } } as const
  const url = parseArgs({ options }).values.url.replace(/\/+$/, '')
  const browser = await startChromium()
  if (!browser) throw new Error('This needs Chromium: apt-get install chromium')
  return {
    url,
    browser,
    async enter(username, options = {}) {
      const origin = options.baseURL ?? url
      const session = username && (await signIn(origin, username))
      const item = { name: 'tern-session', value: session ?? '' }
      const context = await browser.newContext({
        ...{ baseURL: origin, locale: 'en' },
        storageState: { cookies: [], origins: session ? [{ origin, localStorage: [item] }] : [] },
        ...options,
      })
      // The tool that runs TypeScript here puts calls of __name into functions for the page.
      await context.addInitScript('globalThis.__name ??= (one) => one')
      return context
    },
  }
}

async function signIn(url: string, username: string): Promise<string> {
  const found = await fetch(`${url}/app-config.json`).catch(() => null)
  if (!found?.ok) throw new Error(`No app answers at ${url}. Start it: npm start`)
  const { publishableKey, demoLogins } = await found.json()
  const login = demoLogins.find((one: { username: string }) => one.username === username)
  const answer = await fetch(`${url}/auth/v1/token?grant_type=password`, {
    method: 'POST',
    headers: { apikey: publishableKey, 'content-type': 'application/json' },
    body: JSON.stringify({ email: login.email, password: login.password }),
  })
  if (!answer.ok) throw new Error(`${username} cannot sign in: ${await answer.text()}`)
  return answer.text()
}
