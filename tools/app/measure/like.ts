import type { Demo } from '../demo.ts'
import { WINDOWS } from '../demo.ts'

/** Counts the frames from a tap on the heart to the filled heart, while the server never answers. */
export async function measureLike({ enter }: Demo): Promise<string> {
  const context = await enter('maya', WINDOWS.phone)
  const page = await context.newPage()
  await page.route(/rpc\/(un)?like_post/, () => {})
  await page.goto('/')
  const heart = page.locator('#root article button[aria-pressed="false"]').first()
  await heart.waitFor()
  await page.waitForLoadState('networkidle')
  const found = heart.evaluate(
    (button) =>
      new Promise<{ frames: number; time: number }>((resolve) => {
        const watch = () => {
          const startedAt = performance.now()
          let frames = 0
          const look = () => {
            frames++
            if (button.getAttribute('aria-pressed') === 'true' || frames > 100) {
              resolve({ frames, time: performance.now() - startedAt })
            } else requestAnimationFrame(look)
          }
          requestAnimationFrame(look)
        }
        window.addEventListener('click', watch, { capture: true, once: true })
      }),
  )
  await heart.tap()
  const { frames, time } = await found
  await context.close()
  return `A like: the heart is filled in frame ${frames} after the tap, ${time.toFixed(1)} ms (goal: 1)`
}
