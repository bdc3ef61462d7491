import type { Locator, Page } from 'playwright-core'

/** Moves a finger on a phone, from the middle of an element. */
export async function swipe(
  page: Page,
  from: Locator,
  away: { x: number; y: number },
): Promise<void> {
  const box = await from.boundingBox()
  if (!box) throw new Error('The element is not in the window.')
  const start = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const cdp = await page.context().newCDPSession(page)
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', part: number) =>
    cdp.send('Input.dispatchTouchEvent', {
      type,
      touchPoints:
        type === 'touchEnd' ? [] : [{ x: start.x + away.x * part, y: start.y + away.y * part }],
    })
  await send('touchStart', 0)
  for (let step = 1; step <= 10; step++) await send('touchMove', step / 10)
  await send('touchEnd', 1)
  await cdp.detach()
}
