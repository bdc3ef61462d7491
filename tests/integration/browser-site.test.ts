import { expect, it } from 'vitest'
import { openSite } from '../support/browser.ts'

it('the browser bundle of the SDK is one script without imports', async () => {
  const site = await openSite()
  const script = await (await fetch(`${site.url}/app.js`)).text()
  site.close()
  expect(script).toContain('createSocial')
  expect(script.match(/^import .*/gm)).toBeNull()
})
