import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { Demo } from '../demo.ts'
import { WINDOWS } from '../demo.ts'

const RUNS = 5
/** The network and the processor of Lighthouse's mobile profile. */
const NETWORK = {
  ...{ offline: false, latency: 150 },
  ...{ downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 },
}
const SLOWER = 4

/** Compares the largest paint of home with that of a page that is nothing but its markup. */
export async function measurePaint(demo: Demo): Promise<string> {
  const proxy = await openProxy(demo.url)
  try {
    const copy = await takeCopy(demo, proxy.url)
    proxy.copy = copy
    const times: Record<'app' | 'copy', number[]> = { app: [], copy: [] }
    for (let run = 0; run < RUNS; run++) {
      times.app.push(await largestPaint(demo, proxy.url, '/'))
      times.copy.push(await largestPaint(demo, proxy.url, '/copy.html'))
    }
    const [app, still] = [median(times.app), median(times.copy)]
    return [
      `Largest paint of home, 1.6 Mbit/s, 150 ms, a processor 4 times slower (median of ${RUNS})`,
      `  app ${app.toFixed(0)} ms, static copy ${still.toFixed(0)} ms: ${(app / still).toFixed(2)}x (goal: 1.3x)`,
    ].join('\n')
  } finally {
    proxy.close()
  }
}

/** Returns the markup of home with its styles and pictures, and without its scripts. */
async function takeCopy({ enter }: Demo, baseURL: string): Promise<string> {
  const context = await enter('maya', { ...WINDOWS.phone, baseURL })
  const page = await context.newPage()
  await page.goto('/')
  await page.locator('#root article img').first().waitFor()
  await page.waitForLoadState('networkidle')
  const markup = await page.evaluate(() => {
    for (const one of document.querySelectorAll('script, link[rel=modulepreload]')) one.remove()
    return `<!doctype html>${document.documentElement.outerHTML}`
  })
  await context.close()
  return markup
}

async function largestPaint({ enter }: Demo, baseURL: string, path: string): Promise<number> {
  const context = await enter('maya', { ...WINDOWS.phone, baseURL })
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.emulateNetworkConditions', NETWORK)
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await page.addInitScript(() => {
    const sums = { paint: 0, what: '' }
    Object.assign(window, { sums })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        sums.paint = entry.startTime
        const { element } = entry as PerformanceEntry & { element?: Element }
        sums.what = element?.outerHTML.slice(0, 80) ?? ''
      }
    }).observe({ type: 'largest-contentful-paint', buffered: true })
  })
  await page.goto(path)
  await page.locator('#root article img').first().waitFor()
  await page.waitForLoadState('networkidle')
  const { paint, what } = await page.evaluate(
    () => (window as unknown as { sums: { paint: number; what: string } }).sums,
  )
  if (process.env.DEBUG) console.log(path, Math.round(paint), what)
  await context.close()
  return paint
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Serves the copy beside the app, from the same origin, so that both load in the same way. */
async function openProxy(url: string): Promise<{ url: string; copy: string; close(): void }> {
  const proxy = { url: '', copy: '', close: () => void server.close() }
  const server = createServer((incoming, answer) => {
    if (incoming.url === '/copy.html') {
      answer.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
      answer.end(gzipSync(proxy.copy))
    } else pass(url, incoming, answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return proxy
}

function pass(url: string, incoming: IncomingMessage, answer: ServerResponse): void {
  const { method = 'GET', headers, url: path = '/' } = incoming
  const outgoing = request(url + path, { method, headers }, (found) => {
    answer.writeHead(found.statusCode ?? 502, found.headers)
    found.pipe(answer)
  })
  outgoing.on('error', () => answer.destroy())
  incoming.pipe(outgoing)
}
