import { mkdir, rm, writeFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { root } from '../local-stack/paths.ts'
import { openDemo, WINDOWS } from './demo.ts'

const folder = `${root}docs/pictures/`
const LARGEST = 100_000

interface Shot {
  name: string
  path: string
  as: string | null
  window: keyof typeof WINDOWS
  theme: 'light' | 'dark'
  /** What somebody does on the page before the picture. */
  act?: (page: Page) => Promise<void>
}

/** The pages of the app, half of them on a phone and half of them in dark colours. */
const shots: Shot[] = [
  { name: 'home', path: '/', as: 'maya', window: 'phone', theme: 'light' },
  {
    ...{ name: 'post', path: '/', as: 'maya', window: 'desktop', theme: 'light' },
    act: openDiscussedPost,
  },
  { name: 'explore', path: '/explore', as: 'maya', window: 'phone', theme: 'dark' },
  { name: 'profile', path: '/u/maya', as: 'jonas', window: 'desktop', theme: 'dark' },
  { name: 'notifications', path: '/notifications', as: 'maya', window: 'phone', theme: 'light' },
  { name: 'hashtag', path: '/tags', as: 'maya', window: 'desktop', theme: 'light', act: openTrend },
  { name: 'new-post', path: '/new', as: 'maya', window: 'phone', theme: 'light', act: addPictures },
  { name: 'panes', path: '/panes', as: null, window: 'desktop', theme: 'light' },
  { name: 'requests', path: '/requests', as: 'jonas', window: 'phone', theme: 'dark' },
  { name: 'settings', path: '/settings', as: 'maya', window: 'phone', theme: 'dark' },
  { name: 'staff', path: '/staff/statistics', as: 'ruth', window: 'desktop', theme: 'dark' },
  { name: 'log-in', path: '/login', as: null, window: 'phone', theme: 'light' },
]

/** `npm run pictures -- --url …` takes a picture of each page, for the documentation. */
const { browser, enter } = await openDemo()
try {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const shot of shots) {
    const bytes = await take(shot)
    await writeFile(`${folder}${shot.name}.webp`, bytes)
    console.log(`${shot.name}: ${Math.round(bytes.length / 1000)} kB`)
  }
} finally {
  await browser.close()
}

async function take({ path, as, window, theme, act }: Shot): Promise<Buffer> {
  const options = { colorScheme: theme, reducedMotion: 'reduce' } as const
  const context = await enter(as, { ...WINDOWS[window], ...options })
  const page = await context.newPage()
  await page.goto(path)
  await settle(page)
  if (act) {
    await act(page)
    await settle(page)
  }
  const cdp = await context.newCDPSession(page)
  for (let quality = 80; ; quality -= 10) {
    const { data } = await cdp.send('Page.captureScreenshot', { format: 'webp', quality })
    const bytes = Buffer.from(data, 'base64')
    if (bytes.length > LARGEST) continue
    await context.close()
    return bytes
  }
}

/** Waits until the heading and the pictures are there. */
async function settle(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.waitForTimeout(1500)
  await page.waitForLoadState('networkidle')
  for (const frame of page.frames()) {
    await frame.waitForFunction(() => {
      const isInView = (one: Element) => one.getBoundingClientRect().top < innerHeight
      return [...document.images].filter(isInView).every((one) => one.complete)
    })
  }
}

/** Opens the post of the first screens that people talk about most. */
async function openDiscussedPost(page: Page): Promise<void> {
  const paths = await page
    .locator('article a[href^="/p/"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')))
  await page.goto(paths[0] ?? '/')
}

async function openTrend(page: Page): Promise<void> {
  await page.locator('main a[href^="/tags/"]').first().click()
}

async function addPictures(page: Page): Promise<void> {
  const photos = ['mountain-trail', 'lakeside-pagoda', 'orange-dahlia'].map(
    (name) => `${root}supabase/seed/photos/${name}.jpg`,
  )
  await page.locator('input[type=file]').first().setInputFiles(photos)
  await page.locator('progress').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('progress'))
}
