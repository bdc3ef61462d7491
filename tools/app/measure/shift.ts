import type { Page } from 'playwright-core'
import type { Demo } from '../demo.ts'
import { WINDOWS } from '../demo.ts'

/** Sums up how far things jump while home and explore load, and while somebody scrolls. */
export async function measureShift({ enter }: Demo): Promise<string> {
  const lines = ['Layout shift (good pages: below 0.1)']
  for (const [name, options] of Object.entries(WINDOWS)) {
    for (const path of ['/', '/explore']) {
      const context = await enter('maya', options)
      const page = await context.newPage()
      await page.addInitScript(() => {
        const sums = { shift: 0 }
        Object.assign(window, { sums })
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const { value, hadRecentInput } = entry as PerformanceEntry & {
              value: number
              hadRecentInput: boolean
            }
            if (!hadRecentInput) sums.shift += value
          }
        }).observe({ type: 'layout-shift', buffered: true })
      })
      await page.goto(path)
      await page.locator('#root main img').first().waitFor()
      await page.waitForLoadState('networkidle')
      const loaded = await shiftOf(page)
      for (let screen = 0; screen < 6; screen++) {
        await page.mouse.wheel(0, 700)
        await page.waitForTimeout(500)
      }
      const scrolled = await shiftOf(page)
      lines.push(`  ${path} ${name}: loaded ${loaded.toFixed(4)}, scrolled ${scrolled.toFixed(4)}`)
      await context.close()
    }
  }
  return lines.join('\n')
}

function shiftOf(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { sums: { shift: number } }).sums.shift)
}
