import { afterAll, beforeAll, expect, it } from 'vitest'
import { people } from '../../support/people.ts'
import { ingested, play, realVideos, type Shown, urlsOf } from '../../support/real-videos.ts'
import { stack } from '../../support/stack.ts'
import { type Firefox, startFirefox } from './bidi.ts'

let firefox: Firefox

beforeAll(async () => {
  firefox = await startFirefox()
})
afterAll(() => firefox?.close())

it('videos of all kinds of devices and apps play in Firefox', async () => {
  const [alice] = await people('alice')
  const { send } = firefox
  const { context } = await send<{ context: string }>('browsingContext.create', { type: 'tab' })
  await send('browsingContext.navigate', { context, url: stack.url, wait: 'complete' })
  const paths: string[] = []
  for (const { bytes } of realVideos) paths.push(await ingested(alice, bytes))
  for (const [index, url] of (await urlsOf(alice, paths)).entries()) {
    const { name, size, browsers } = realVideos[index] as (typeof realVideos)[number]
    const { result } = await send<{ result: { value: string } }>('script.callFunction', {
      functionDeclaration: `async () => JSON.stringify(await (${play})(${JSON.stringify(url)}))`,
      ...{ target: { context }, awaitPromise: true },
    })
    const shown: Shown = JSON.parse(result.value)
    if (process.env.SHOW) console.log(name, JSON.stringify(shown))
    if (!browsers.includes('Firefox')) continue
    const colours = ['red', 'blue']
    const sides = size[0] > size[1] ? shown.colours.slice(0, 2) : shown.colours.slice(2)
    expect
      .soft({ ...shown, colours: sides }, name)
      .toEqual({ error: '', size, colours, hasSound: true })
  }
})
