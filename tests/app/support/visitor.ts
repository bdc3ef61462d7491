import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { startChromium } from '../../support/chromium.ts'
import type { Person } from '../../support/people.ts'
import { stack } from '../../support/stack.ts'

/** The browser of a test file, or null where no Chromium is. */
export async function openBrowser(): Promise<Browser | null> {
  const browser = await startChromium()
  const install = 'apt-get install chromium, or say in SOCIAL_CHROMIUM where one is'
  if (!browser) console.warn(`SKIPPED, as no Chromium starts here: ${install}`)
  return browser
}

/** Somebody who looks at the app, in a browser profile of their own. */
export interface Visitor {
  page: Page
  context: BrowserContext
  /** Opens an address of the app. */
  open(path: string): Promise<void>
  /** Fails if the app threw an error. Then closes the window. */
  leave(): Promise<void>
}

export const DEVICES = {
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  desktop: { viewport: { width: 1280, height: 900 } },
}

export interface VisitOptions {
  /** The person who is signed in already. */
  as?: Person
  device?: keyof typeof DEVICES
  theme?: 'light' | 'dark'
}

/** Opens a page of the app. Only the test of the login page types a password. */
export async function visit(
  browser: Browser | null,
  path: string,
  { as, device = 'desktop', theme = 'light' }: VisitOptions = {},
): Promise<Visitor> {
  if (!browser) throw new Error('The test needs a browser.')
  const context = await browser.newContext({
    ...DEVICES[device],
    ...{ baseURL: stack.url, colorScheme: theme, reducedMotion: 'reduce', locale: 'en' },
    storageState: { cookies: [], origins: as ? [await sessionOf(as)] : [] },
  })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.stack ?? error.message))
  page.on('console', (message) => {
    // Chromium reports refused requests too, and tests refuse some on purpose.
    const isRefusal = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isRefusal) faults.push(message.text())
  })
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail' && !page.isClosed()) {
      const content = await page.locator('body').ariaSnapshot({ timeout: 2000 })
      console.error(`The page ${page.url()} shows:\n${content}\n${faults.join('\n')}`)
    }
    await context.close()
  })
  await page.goto(path)
  return {
    page,
    context,
    async open(path) {
      await page.goto(path)
    },
    async leave() {
      await context.close()
      expect(faults).toEqual([])
    },
  }
}

/** The place where the app keeps the session of the person who is signed in. */
async function sessionOf({ supabase }: Person) {
  const { data } = await supabase.auth.getSession()
  const value = JSON.stringify(data.session)
  return { origin: stack.url, localStorage: [{ name: 'tern-session', value }] }
}
