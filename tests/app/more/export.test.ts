import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../../examples/web/src/strings.ts'
import { type Person, person, publish } from '../../support/people.ts'
import { findBarriers } from '../support/axe.ts'
import { button, seen } from '../support/find.ts'
import { openBrowser, visit } from '../support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { export: words } = strings.settings
let alice: Person

beforeAll(async () => {
  if (!browser) return
  alice = await person('alice')
  await publish(alice, { caption: 'Mine.' })
})

describe.skipIf(!browser)('the page of your data', () => {
  it('makes a copy and downloads it', async () => {
    const visitor = await visit(browser, '/settings/export', { as: alice })
    const { page } = visitor
    expect(await seen(page.getByText(words.empty))).toBe(true)
    await button(page, words.request).click()
    const download = button(page, new RegExp(`^${words.download(1, 1)}`))
    await download.waitFor({ timeout: 60_000 })
    expect(await findBarriers(page)).toEqual([])
    const [file] = await Promise.all([page.waitForEvent('download'), download.click()])
    expect(file.suggestedFilename()).toMatch(/\.zip$/)
    expect(await file.failure()).toBeNull()
    await button(page, words.request).click()
    expect(await seen(page.getByText(strings.errors.export_too_soon))).toBe(true)
    await visitor.leave()
  })
})
