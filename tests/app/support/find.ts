import type { Locator, Page } from 'playwright-core'

/** A page or a part of it. */
type Scope = Page | Locator
type Name = string | RegExp

/**
 * The tests find everything as a screen reader does: by its role and its name. What they cannot
 * find, some people cannot use.
 */
const byRole = (role: Parameters<Page['getByRole']>[0]) => (scope: Scope, name: Name) =>
  scope.getByRole(role, { name, exact: typeof name === 'string' })

export const button = byRole('button')
export const link = byRole('link')
export const heading = byRole('heading')
export const dialog = byRole('dialog')
export const menuItem = byRole('menuitem')
export const tab = byRole('tab')
export const option = byRole('option')
export const checkbox = byRole('checkbox')
export const toggle = byRole('switch')
export const radio = byRole('radio')
export const article = byRole('article')
export const list = byRole('list')
export const region = byRole('region')
export const picture = byRole('img')
export const textbox = byRole('textbox')

/** A field by its label. A password field has no role. */
export const field = (scope: Scope, label: Name) =>
  scope.getByLabel(label, { exact: typeof label === 'string' })

/** Whether something appears within some seconds. */
export function seen(locator: Locator): Promise<boolean> {
  return arrives(locator, 'visible')
}

/** Whether something is gone within some seconds. */
export function gone(locator: Locator): Promise<boolean> {
  return arrives(locator, 'hidden')
}

async function arrives(locator: Locator, state: 'visible' | 'hidden'): Promise<boolean> {
  return locator
    .first()
    .waitFor({ state })
    .then(
      () => true,
      () => false,
    )
}
