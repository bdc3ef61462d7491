import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSite, type Site, startChromium } from '../support/browser.ts'
import type { RealtimeApp } from '../support/browser-realtime-page.ts'
import { type RealtimeStack, startRealtimeStack } from '../support/realtime-stack.ts'
import { VERSIONS } from '../support/realtime-versions.ts'

declare const app: RealtimeApp

let realtime: RealtimeStack
let site: Site
const browser: Browser | null = await startChromium()

beforeAll(async () => {
  if (!browser) return
  realtime = await startRealtimeStack()
  site = await openSite('tests/support/browser-realtime-page.ts')
})
afterAll(async () => {
  await browser?.close()
  site?.close()
  await realtime?.stop()
})

it.skipIf(!browser).each(VERSIONS)(
  'a page with the %s supabase-js joins a private channel, gets messages, and leaves',
  async (version) => {
    const page = await site.open(browser as Browser)
    const { url, publishableKey: key } = realtime.stack
    const given = [version, { url, key, token: realtime.token() }] as const
    expect(await page.evaluate((args) => app.join(...args), given)).toBe('SUBSCRIBED')
    const ready = 'Replication connection established'
    await page.waitForFunction((text) => app.messages.includes(text), ready)
    expect(await page.evaluate(() => app.send('mine'))).toBe('ok')
    await realtime.sql`select realtime.send('{"id": "a", "n": 2}', 'hello', 'room:1')`
    await page.waitForFunction(() => app.messages.length === 3)
    const messages = await page.evaluate(() => app.messages)
    const type = 'broadcast'
    expect(messages.slice(1)).toMatchObject([
      { type, event: 'mine', payload: { n: 1 } },
      { type, event: 'hello', payload: { id: 'a', n: 2 }, meta: { id: expect.any(String) } },
    ])
    expect(await page.evaluate(() => app.leave())).toBe('ok')
    await page.close()
  },
)
