import '../tools/local-stack/node-version.ts'
import '../tools/test-runner/vitest-setup.ts'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { createClient } from '@supabase/supabase-js'
import type { Browser, Page } from 'playwright-core'
import postgres from 'postgres'
import { createSocial, unwrap } from '../src/sdk/index.ts'
import { openSite, startChromium } from '../tests/support/browser.ts'
import { root } from '../tools/local-stack/paths.ts'
import { startStack } from '../tools/local-stack/stack.ts'
import { openSlowLine, type SlowLine } from './line.ts'
import type { App, Way } from './upload-page.ts'

/**
 * `npm run bench:upload [-- --beside baseline]` measures how long ten pictures of 12 megapixels
 * need from the SDK in Chromium to their stored sizes, on a slow line. It compares this SDK with
 * the SDK of a commit. Both use the same server.
 */
const { values } = parseArgs({
  options: {
    beside: { type: 'string', default: 'baseline' },
    rounds: { type: 'string', default: '3' },
    mbits: { type: 'string', default: '5' },
    trip: { type: 'string', default: '80' },
  },
})
declare const app: App

const COUNT = 10
const WAYS: Way[] = ['one after the other', 'all at once']
const PAGE = 'bench/upload-page.ts'
const PERSON = { email: 'photographer@example.com', password: 'a long secret' }

interface Build {
  name: string
  page: Page
  line: SlowLine
  times: Record<Way, number[]>
  megabytes: Record<Way, number>
}

const stack = await startStack({ purges: false })
const browser = await startChromium()
if (!browser) throw new Error('No Chromium starts here.')
try {
  const sql = postgres(stack.databaseUrl, { max: 1, onnotice() {} })
  await sql`update social_private.config set rate_limit_factor = 1000`
  await sql.end()
  const social = createSocial(createClient(stack.url, stack.publishableKey))
  unwrap(await social.auth.signUp({ ...PERSON, username: 'photographer' }))
  const folder = sdkOf(values.beside)
  const builds = [
    await open(browser, values.beside, relative(root, join(folder, PAGE))),
    await open(browser, 'now', PAGE),
  ]
  rmSync(folder, { recursive: true })
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const way of WAYS) {
      for (const build of round % 2 ? builds.toReversed() : builds) await measure(build, way)
    }
  }
  for (const way of WAYS) print(way, builds as [Build, Build])
} finally {
  await browser.close()
  await stack.stop()
}
process.exit(0)

/** Copies the SDK of a commit into a folder of this project, so that it finds its packages. */
function sdkOf(commit: string): string {
  const folder = mkdtempSync(join(root, 'node_modules/.bench-upload-'))
  const archive = execFileSync('git', ['archive', commit, 'src/sdk'], {
    ...{ cwd: root, maxBuffer: 2 ** 28 },
  })
  execFileSync('tar', ['-x'], { cwd: folder, input: archive })
  mkdirSync(join(folder, 'bench'))
  cpSync(join(root, PAGE), join(folder, PAGE))
  return folder
}

async function open(browser: Browser, name: string, entry: string): Promise<Build> {
  const slowness = { bits: Number(values.mbits) * 1e6, roundTrip: Number(values.trip) }
  const line = await openSlowLine(stack.url, slowness)
  const site = await openSite(entry)
  const page = await site.open(browser)
  await page.evaluate((login) => app.signIn(login), {
    ...{ url: line.url, key: stack.publishableKey, ...PERSON },
  })
  const folder = join(root, 'supabase/seed/photos')
  const photographs = readdirSync(folder)
    .filter((file) => /^[a-z-]+\.jpg$/.test(file))
    .slice(0, 30)
    .map((file) => `data:image/jpeg;base64,${readFileSync(join(folder, file), 'base64')}`)
  const bytes = await page.evaluate(([all, count]) => app.paint(all, count), [
    photographs,
    COUNT,
  ] as const)
  console.log(`${name}: ${COUNT} pictures of 12 megapixels, ${(bytes / 1e6).toFixed(1)} MB`)
  const perWay = <Value>(value: () => Value) =>
    Object.fromEntries(WAYS.map((way) => [way, value()])) as Record<Way, Value>
  return { name, page, line, times: perWay(() => []), megabytes: perWay(() => 0) }
}

async function measure({ name, page, line, times, megabytes }: Build, way: Way): Promise<void> {
  line.taken()
  const milliseconds = await page.evaluate((given) => app.upload(given), way)
  megabytes[way] = line.taken() / 1e6
  times[way].push(milliseconds / 1000)
  console.log(`${name}, ${way}: ${(milliseconds / 1000).toFixed(1)} s`)
}

function print(way: Way, [before, now]: [Build, Build]): void {
  const middle = (build: Build) =>
    build.times[way].toSorted((a, b) => a - b)[build.times[way].length >> 1] ?? 0
  const told = (build: Build) =>
    `${build.name} ${middle(build).toFixed(1)} s with ${build.megabytes[way].toFixed(1)} MB`
  console.log(
    `${way}: ${told(before)}, ${told(now)}, ratio ${(middle(now) / middle(before)).toFixed(2)}`,
  )
}
