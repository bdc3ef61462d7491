import axe, { type AxeResults, type RunOnly } from 'axe-core'
import type { Page } from 'playwright-core'

declare const window: { axe?: typeof axe }

/** The rules of WCAG 2.2 AA, and those that axe calls best practice, such as one h1 a page. */
const ALL: RunOnly = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}

/** The rules about colours. The other rules find the same in every colour. */
const OF_COLOURS: RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

/** Lists what is hard to use for some people, in light and in dark colours. Good pages have none. */
export async function findBarriers(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const results = await run(page, colorScheme === 'light' ? ALL : OF_COLOURS)
    for (const { id, nodes } of results.violations) {
      for (const { target, failureSummary } of nodes) {
        found.push(`${colorScheme}: ${id} at ${target.join(' ')}: ${failureSummary}`)
      }
    }
  }
  await page.emulateMedia({ colorScheme: null })
  return found
}

async function run(page: Page, runOnly: RunOnly): Promise<AxeResults> {
  if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(axe.source)
  return page.evaluate((only) => (window.axe as typeof axe).run({ runOnly: only }), runOnly)
}
