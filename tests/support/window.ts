import type { Browser, Page } from 'playwright-core'
import { openSite } from './browser.ts'
import type { App, Look, Uploaded, UploadIn } from './browser-page.ts'
import { type Line, openLine, type Sent } from './line.ts'
import type { Person } from './people.ts'
import { stack } from './stack.ts'

declare const app: App

/** A browser window in which a person is signed in. */
export interface Window {
  page: Page
  line: Line
  upload(file: Buffer, type: string, options?: UploadIn): Promise<Uploaded>
  /** Uploads files at the same time, and returns the error codes. */
  uploadAll(files: Buffer[], type: string): Promise<(string | undefined)[]>
  /** Aborts the running upload. */
  abort(): Promise<void>
  paint(what: 'photograph' | 'lines', width: number, height: number): Promise<Buffer>
  look(file: Buffer | undefined, type: string): Promise<Look>
  /**
   * Returns the uploads of raw files, with the bytes that the proxy received.
   */
  puts(): Sent[]
  /** Limits the upload speed to the given number of bytes per second while `use` runs. */
  slowly<T>(bytes: number, use: () => Promise<T>): Promise<T>
  close(): void
}

export async function openWindow(browser: Browser, { email, password }: Person): Promise<Window> {
  const [site, line] = await Promise.all([openSite(), openLine()])
  const page = await site.open(browser)
  const login = { url: line.url, key: stack.publishableKey, email, password }
  const code = await page.evaluate((given) => app.signIn(given), login)
  if (code) throw new Error(`Nobody could sign in from ${site.url}: ${code}`)
  return {
    page,
    line,
    upload: (file, type, options = {}) =>
      page.evaluate((given) => app.upload(...given), [file.toString('base64'), type, options] as [
        string,
        string,
        UploadIn,
      ]),
    uploadAll: (files, type) =>
      page.evaluate(
        (given) => app.uploadAll(given),
        files.map((file): [string, string] => [file.toString('base64'), type]),
      ),
    abort: () => page.evaluate(() => app.abort()),
    async paint(...given) {
      const bytes = await page.evaluate(([what, ...size]) => app[what](...size), given)
      return Buffer.from(bytes, 'base64')
    },
    look: (file = Buffer.of(), type) =>
      page.evaluate((given) => app.look(...given), [file.toString('base64'), type] as const),
    puts: () =>
      line.sent.filter(
        ({ method, path }) => method === 'POST' && path.includes('/object/social-uploads/'),
      ),
    slowly: (bytes, use) => slowly(page, bytes, use),
    close() {
      site.close()
      line.close()
    },
  }
}

async function slowly<T>(page: Page, bytes: number, use: () => Promise<T>): Promise<T> {
  const session = await page.context().newCDPSession(page)
  const limit = (uploadThroughput: number) =>
    session.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput },
    })
  await session.send('Network.enable')
  await limit(bytes)
  return use().finally(async () => {
    await limit(-1)
    await session.detach()
  })
}
