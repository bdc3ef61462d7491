import { setTimeout as wait } from 'node:timers/promises'
import type { Firefox } from './bidi.ts'

/** How long something may take to appear, in milliseconds. */
const PATIENCE = 20_000

interface Found {
  sharedId: string
}

interface Log {
  level: string
  type: string
  text: string
  source: { context?: string }
}

/** A window of somebody with cookies and a session of their own. */
export interface FirefoxWindow {
  /** The errors that the app threw or printed. */
  faults: string[]
  open(url: string): Promise<void>
  /** Waits for something and returns it. It is found by its role and name, as in the other tests. */
  find(role: string, name: string, within?: Found): Promise<Found>
  /** Waits for something and clicks on its middle. */
  click(role: string, name: string, within?: Found): Promise<void>
  /** Waits for a text on the page. */
  read(text: string): Promise<void>
  /** Calls a function with an element. */
  ask<Answer>(script: string, element: Found): Promise<Answer>
}

export async function openWindow(firefox: Firefox): Promise<FirefoxWindow> {
  const { send } = firefox
  const { userContext } = await send<{ userContext: string }>('browser.createUserContext')
  const { context } = await send<{ context: string }>('browsingContext.create', {
    ...{ type: 'window', userContext },
  })
  const viewport = { width: 1280, height: 900 }
  await send('browsingContext.setViewport', { context, viewport })
  await send('emulation.setLocaleOverride', { contexts: [context], locale: 'en' })
  const faults: string[] = []
  await firefox.listen('log.entryAdded', (params) => {
    const { level, type, text, source } = params as unknown as Log
    if (level === 'error' && source.context === context) faults.push(`${type}: ${text}`)
  })

  const call = async <Answer>(functionDeclaration: string, element?: Found): Promise<Answer> => {
    const { result, exceptionDetails } = await send<{
      result?: { value: Answer }
      exceptionDetails?: { text: string }
    }>('script.callFunction', {
      ...{ functionDeclaration, target: { context }, awaitPromise: true },
      arguments: element ? [element] : [],
    })
    if (!result) throw new Error(exceptionDetails?.text)
    return result.value
  }

  const locate = async (role: string, name: string, within?: Found) => {
    const locator = { type: 'accessibility', value: { role, name } }
    const startNodes = within ? [{ sharedId: within.sharedId }] : undefined
    const params = { context, locator, ...(startNodes && { startNodes }) }
    const { nodes } = await send<{ nodes: Found[] }>('browsingContext.locateNodes', params)
    return nodes[0]
  }

  /** Repeats a look at the page until it finds something. */
  const eventually = async <One>(what: string, look: () => Promise<One | undefined>) => {
    for (const start = Date.now(); Date.now() - start < PATIENCE; await wait(100)) {
      const found = await look()
      if (found) return found
    }
    const shown = await call<string>('() => document.body.innerText')
    throw new Error(`The page has no ${what}. It shows:\n${shown}\n${faults.join('\n')}`)
  }

  const find: FirefoxWindow['find'] = (role, name, within) =>
    eventually(`${role} with the name ${name}`, () => locate(role, name, within))

  return {
    ...{ faults, find, ask: call },
    async open(url) {
      await send('browsingContext.navigate', { context, url, wait: 'complete' })
    },
    async click(role, name, within) {
      const element = await find(role, name, within)
      await call('(element) => element.scrollIntoView({ block: "center" })', element)
      const origin = { type: 'element', element: { sharedId: element.sharedId } }
      const actions = [
        { type: 'pointerMove', x: 0, y: 0, origin },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ]
      const mouse = { type: 'pointer', id: 'mouse', actions }
      await send('input.performActions', { context, actions: [mouse] })
    },
    async read(text) {
      const script = `() => document.body.innerText.includes(${JSON.stringify(text)})`
      await eventually(`text ${text}`, () => call<boolean>(script))
    },
  }
}
