/** What Chromium and Firefox say about a module that they could not load. */
const UNLOADED = /dynamically imported module: (\S+)/

let failures = 0

/**
 * Loads modules with their first use. Firefox never asks again for the address of a module that it
 * could not load, so that another fragment makes it another address.
 */
export function imported<Module>(load: () => Promise<Module>): Promise<Module> {
  return load().catch((cause) => {
    const [, url] = UNLOADED.exec(String(cause)) ?? []
    if (!url) throw cause
    return import(/* @vite-ignore */ /* webpackIgnore: true */ `${url}#${failures}`).catch(() => {
      failures += 1
      throw cause
    })
  })
}
