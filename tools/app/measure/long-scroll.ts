import type { CDPSession, Page, Route } from 'playwright-core'
import type { Demo } from '../demo.ts'
import { WINDOWS } from '../demo.ts'

const SHORT = 50
const LONG = 500

interface Cost {
  posts: number
  /** The JavaScript heap after a collection, in bytes. */
  heap: number
  nodes: number
  /** The time of the processor for each frame of scrolling, in milliseconds. */
  frame: number
}

/** Compares a feed of 50 posts with one of 500: memory, and work for each frame. */
export async function measureLongScroll({ enter }: Demo): Promise<string> {
  const context = await enter('maya', WINDOWS.phone)
  const page = await context.newPage()
  await page.route('**/rpc/home_feed*', endlessFeed())
  const cdp = await context.newCDPSession(page)
  // The time of the thread: other programs on this machine do not count.
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  await page.goto('/')
  const short = await costOf(page, cdp, SHORT)
  const long = await costOf(page, cdp, LONG)
  await context.close()
  return [
    'A long feed',
    ...[short, long].map(
      ({ posts, heap, nodes, frame }) =>
        `  ${posts} posts: ${(heap / 1e6).toFixed(1)} MB, ${nodes} nodes, ${frame.toFixed(2)} ms a frame`,
    ),
    `  memory ${(long.heap / short.heap).toFixed(2)}x, frame ${(long.frame / short.frame).toFixed(2)}x (goal: 1.3x)`,
  ].join('\n')
}

/** Answers page after page: the posts of the demo data again and again, with new ids. */
function endlessFeed(): (route: Route) => Promise<void> {
  let seed: Record<string, unknown>[] | undefined
  let count = 0
  return async (route) => {
    if (!seed) {
      const response = await route.fetch()
      seed = (await response.json()) as Record<string, unknown>[]
    }
    const rows = seed.map((row) => {
      const id = `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`
      return { ...row, id, cursor: `${row.cursor}-${count}` }
    })
    await route.fulfill({ json: rows })
  }
}

async function costOf(page: Page, cdp: CDPSession, count: number): Promise<Cost> {
  const articles = page.locator('#root article')
  await articles.first().waitFor()
  // A feed keeps no element for what is far away, so the position of the last post counts.
  const loaded = async () => Number(await articles.last().getAttribute('aria-posinset'))
  while ((await loaded()) < count) {
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight - 3000))
    await page.waitForTimeout(100)
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
    await page.waitForTimeout(150)
  }
  await page.waitForLoadState('networkidle')
  const posts = await loaded()
  const before = await metrics(cdp)
  const frames = await page.evaluate(scrollUp)
  const after = await metrics(cdp)
  await cdp.send('HeapProfiler.collectGarbage')
  const { JSHeapUsedSize = 0, Nodes = 0 } = await metrics(cdp)
  const work = (after.TaskDuration ?? 0) - (before.TaskDuration ?? 0)
  return { posts, heap: JSHeapUsedSize, nodes: Nodes, frame: (work * 1000) / frames }
}

async function metrics(cdp: CDPSession): Promise<Record<string, number>> {
  const { metrics } = await cdp.send('Performance.getMetrics')
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
}

/** Scrolls up for 120 frames, over posts that are loaded already. Returns the number of frames. */
function scrollUp(): Promise<number> {
  return new Promise((resolve) => {
    let frames = 0
    const step = () => {
      window.scrollBy(0, -60)
      if (++frames === 120) resolve(frames)
      else requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })
}
