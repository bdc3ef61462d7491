import axe, { type AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

declare const window: { axe: typeof axe }

/** The rules of WCAG 2.2 AA, and those that axe calls best practice, such as one h1 a page. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Lists what is hard to use for some people, in light and in dark colours. Good pages have none. */
export async function findBarriers(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const results = await run(page)
    for (const { id, nodes } of results.violations) {
      for (const { target, failureSummary } of nodes) {
        found.push(`${colorScheme}: ${id} at ${target.join(' ')}: ${failureSummary}`)
      }
    }
  }
  await page.emulateMedia({ colorScheme: null })
  return found
}

async function run(page: Page): Promise<AxeResults> {
  await page.evaluate(axe.source)
  return page.evaluate((values) => window.axe.run({ runOnly: { type: 'tag', values } }), TAGS)
}
