import type { Page, Request, Route } from 'playwright-core'

/** Requests that wait. */
export interface Held {
  /** How many wait. */
  count(): number
  /** Sends those that wait, and holds no more. */
  release(): Promise<void>
}

/** Holds the requests of a page, as a network does that never answers. */
export async function hold(page: Page, isMeant: (request: Request) => boolean): Promise<Held> {
  const held: Route[] = []
  let isOver = false
  await page.route('**/*', (route) => {
    if (isOver || !isMeant(route.request())) return route.continue()
    held.push(route)
  })
  return {
    count: () => held.length,
    async release() {
      isOver = true
      await Promise.all(held.map((route) => route.continue()))
    },
  }
}
