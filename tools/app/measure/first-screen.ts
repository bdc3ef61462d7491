import type { Demo } from '../demo.ts'
import { WINDOWS } from '../demo.ts'

/** How long somebody looks at the first screen. The badge goes live in this time. */
const LOOK = 10_000

/** Counts the calls of the API for the first screen of home. */
export async function measureFirstScreen({ enter }: Demo): Promise<string> {
  const context = await enter('maya', WINDOWS.phone)
  const page = await context.newPage()
  const calls: { at: number; call: string }[] = []
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url())
    if (!/^\/(rest|auth|functions|realtime)\//.test(pathname)) return
    calls.push({ at: Date.now(), call: `${request.method()} ${pathname}${search}` })
  })
  await page.goto('/')
  await page.locator('#root article img').first().waitFor()
  await page.waitForLoadState('networkidle')
  const shownAt = Date.now()
  await page.waitForTimeout(LOOK)
  await context.close()
  const first = calls.filter(({ at }) => at <= shownAt).map(({ call }) => call)
  const later = calls.filter(({ at }) => at > shownAt).map(({ call }) => call)
  return [
    `First screen of home: ${first.length} calls, ${new Set(first).size} different (goal: 4)`,
    ...first.map((call) => `  ${call}`),
    `  in the ${LOOK / 1000} seconds after it, for news: ${later.length}`,
    ...later.map((call) => `  ${call}`),
  ].join('\n')
}
