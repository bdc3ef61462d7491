import { expect, it } from 'vitest'
import { openSite } from '../support/browser.ts'

it('a page gets the SDK in one script, that needs no other', async () => {
  const site = await openSite()
  const script = await (await fetch(`${site.url}/app.js`)).text()
  site.close()
  expect(script).toContain('createSocial')
  expect(script.match(/^import .*/gm)).toBeNull()
})
