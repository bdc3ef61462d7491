import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../../examples/web/src/strings.ts'
import { unwrap } from '../../../src/sdk/result.ts'
import { mp4 } from '../../support/files.ts'
import { type Person, person } from '../../support/people.ts'
import { findBarriers } from '../support/axe.ts'
import { article, link, list, seen } from '../support/find.ts'
import { openBrowser, visit } from '../support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

let bob: Person

beforeAll(async () => {
  if (!browser) return
  bob = await person('bob')
  const file = new Blob([mp4() as BlobPart], { type: 'video/mp4' })
  const { id } = unwrap(await bob.social.media.upload(file))
  unwrap(await bob.social.posts.create({ media: [{ id, altText: 'A dive' }] }))
})

describe.skipIf(!browser)('a video that was uploaded without a poster', () => {
  it('has a tile in the grid and in its post', async () => {
    const { page, leave } = await visit(browser, `/u/${bob.username}`, { as: bob })
    const tile = link(list(page, strings.profile.grid(bob.username)), 'A dive')
    expect(await seen(tile)).toBe(true)
    const picture = tile.locator('img')
    expect(await seen(picture)).toBe(true)
    // The video has 1920 × 1080 pixels.
    await expect
      .poll(() => picture.evaluate((at: HTMLImageElement) => [at.naturalWidth, at.naturalHeight]))
      .toEqual([480, 270])
    expect(await tile.locator('video').count()).toBe(0)
    expect(await findBarriers(page)).toEqual([])
    await tile.click()
    const video = article(page, strings.post.by(bob.username)).locator('video')
    await expect.poll(() => video.getAttribute('poster')).toMatch(/tile\.jpg/)
    await leave()
  })
})
