import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../../examples/web/src/strings.ts'
import { type Person, people, publish } from '../../support/people.ts'
import { findBarriers } from '../support/axe.ts'
import { refreshDiscovery } from '../support/discovery.ts'
import { link, seen } from '../support/find.ts'
import { openBrowser, visit } from '../support/visitor.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const { post, search } = strings
let dora: Person
let emil: Person
let word: string

beforeAll(async () => {
  if (!browser) return
  ;[dora, emil] = await people('dora', 'emil')
  word = `beacon${emil.username.slice(-8)}`
  await publish(emil, { caption: `A quiet ${word}.` })
  await refreshDiscovery()
})

describe.skipIf(!browser)('search', () => {
  it('is as it was when somebody comes back to it', async () => {
    const visitor = await visit(browser, `/search?q=${word}`, { as: dora })
    const { page } = visitor
    const tile = link(page, `${post.by(emil.username)}: A grey pixel`)
    expect(await seen(tile)).toBe(true)
    await page.getByLabel(search.orders).selectOption(search.relevance)
    expect(await seen(tile)).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await tile.click()
    expect(await seen(page.getByText(`A quiet ${word}.`))).toBe(true)
    await page.goBack()
    expect(await seen(tile)).toBe(true)
    expect(page.url()).toContain('sort=relevance')
    await visitor.leave()
  })
})
