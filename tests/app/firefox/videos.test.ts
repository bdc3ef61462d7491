import { afterAll, beforeAll, expect, it } from 'vitest'
import { people } from '../../support/people.ts'
import { expected, ingestAll, playAll, realVideos, type Shown } from '../../support/real-videos.ts'
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
  const { result } = await send<{ result: { value: string } }>('script.evaluate', {
    expression: `${await playAll(alice, await ingestAll(alice))}.then(JSON.stringify)`,
    ...{ target: { context }, awaitPromise: true },
  })
  const all: Shown[] = JSON.parse(result.value)
  for (const [index, video] of realVideos.entries()) {
    if (!video.browsers.includes('Firefox')) continue
    expect.soft(all[index], video.name).toEqual(expected(video, 'Firefox'))
  }
})
