import { openDemo } from './demo.ts'
import { measureFirstScreen } from './measure/first-screen.ts'
import { measureLike } from './measure/like.ts'
import { measureLongScroll } from './measure/long-scroll.ts'
import { measurePaint } from './measure/paint.ts'
import { measureShift } from './measure/shift.ts'

/** `npm run measure:app -- --url …` measures the app that `npm start` serves at this address. */
const demo = await openDemo()
try {
  const all = [measureFirstScreen, measureLike, measureShift, measureLongScroll, measurePaint]
  for (const measure of all) console.log(await measure(demo))
} finally {
  await demo.browser.close()
}
