import type { Browser, Page } from 'playwright-core'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Social } from '../../src/sdk/index.ts'
import type { SubscriptionStatus } from '../../src/sdk/realtime/subscription.ts'
import { openSite, type Site, startChromium } from '../support/browser.ts'
import { openPackageSite, packageScripts } from '../support/package-site.ts'

/** What a page of the plain site sets up, for the functions that tests run in it. */
declare const app: {
  load<Module>(name: string): Promise<Module>
  social: Social
  markSeen(upTo: string): Promise<number>
}

type Sdk = typeof import('../../src/sdk/index.ts')
type Hooks = typeof import('../../src/react/index.ts')
type SupabaseJs = typeof import('@supabase/supabase-js')
type TanStack = typeof import('@tanstack/react-query')

const ENTRIES = ['index.js', 'schemas.js', 'react.js', 'queries.js', 'heic.js']
const PEERS = [
  '@supabase/supabase-js',
  '@tanstack/react-query',
  'libheif-js/libheif-wasm/libheif-bundle.mjs',
  'react',
  'react/jsx-runtime',
  'zod',
]
/** The parts that load with their first use. */
const PARTS = ['auth-client', 'effects', 'for-staff', 'live', 'realtime', 'sign-up', 'uploading']
/** The part that decodes HEIC loads with the first HEIC. */
const HEIC = 'convert'
/** The texts of errors load with the class SocialError, which only a bundler can leave out. */
const TEXTS = 'sentences'

const browser: Browser | null = await startChromium()
let site: Site

beforeAll(async () => {
  if (!browser) return
  site = await openPackageSite((path) => {
    if (path.startsWith('/rest/v1/rpc/mark_notifications_seen')) return { status: 200, body: 0 }
    if (!/^\/(rest|auth|storage|functions)\//.test(path)) return undefined
    return { status: 401, body: { code: 'PGRST301', message: 'JWT expired' } }
  })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  site?.close()
})

/** Returns what a script imports: at once, and by `import()`. */
function importsOf(text: string): { now: string[]; later: string[] } {
  const { importedFiles } = ts.preProcessFile(text)
  const isLater = ({ pos }: ts.FileReference) => /import\(\s*["'`]?$/.test(text.slice(0, pos))
  const names = (files: ts.FileReference[]) => files.map(({ fileName }) => fileName)
  return {
    now: names(importedFiles.filter((file) => !isLater(file))),
    later: names(importedFiles.filter(isLater)),
  }
}

/** Returns the scripts that load with these scripts, before any `import()`. */
function loadedWith(scripts: ReadonlyMap<string, string>, names: string[]): string[] {
  const all = new Set(names)
  for (const name of all) {
    for (const next of importsOf(scripts.get(name) ?? '').now) {
      if (next.startsWith('./')) all.add(next.slice(2))
    }
  }
  return [...all].sort()
}

const partOf = (file: string) => file.replace(/^\.\//, '').replace(/-[\w-]{8}\.js$/, '')

describe('the scripts of the package', () => {
  it('import each other by relative paths, and else only the declared peers', async () => {
    const scripts = await packageScripts()
    const later = new Set<string>()
    for (const [name, text] of scripts) {
      const imports = importsOf(text)
      for (const file of [...imports.now, ...imports.later]) {
        if (file.startsWith('./')) expect([...scripts.keys()], name).toContain(file.slice(2))
        else expect(PEERS, name).toContain(file)
      }
      for (const file of imports.later) if (file.startsWith('./')) later.add(partOf(file))
    }
    expect([...later].sort()).toEqual([...PARTS, TEXTS, HEIC].sort())
    const first = loadedWith(scripts, ENTRIES)
    expect(first).toEqual(expect.arrayContaining(ENTRIES))
    expect(first.map(partOf).filter((name) => [...PARTS, HEIC].includes(name))).toEqual([])
  }, 120_000)
})

describe('the bundle of an app', () => {
  it('has no imports but of its own files, and its first file has createSocial', async () => {
    const { scripts, close } = await openSite()
    close()
    expect(scripts.get('app.js')).toContain('createSocial')
    const later = new Set<string>()
    for (const [name, text] of scripts) {
      const imports = importsOf(text)
      for (const file of [...imports.now, ...imports.later]) {
        expect(file.slice(0, 2), name).toBe('./')
        expect([...scripts.keys()], name).toContain(file.slice(2))
      }
      for (const file of imports.later) later.add(partOf(file))
    }
    const parts = [...PARTS.filter((name) => !['effects', 'live'].includes(name)), TEXTS]
    expect([...later].sort()).toEqual(parts.sort())
    const first = loadedWith(scripts, ['app.js']).map(partOf)
    expect(first.filter((name) => parts.includes(name))).toEqual([])
  })
})

describe.skipIf(!browser)('a page without a bundler', () => {
  /** Opens a page that has called createSocial. */
  async function open(): Promise<Page> {
    site.asked.length = 0
    const page = await site.open(browser as Browser)
    await page.evaluate(async () => {
      const { createSocial } = await app.load<Sdk>('supabase-social')
      const { createClient } = await app.load<SupabaseJs>('@supabase/supabase-js')
      app.social = createSocial(createClient(location.origin, 'sb_publishable_test'))
    })
    return page
  }

  const parts = () => site.asked.map(partOf).filter((name) => PARTS.includes(name))

  it('loads the SDK, and each part with its first use', async () => {
    const page = await open()
    const first = ['index.js', 'peer--supabase-supabase-js.js']
    expect([...site.asked].sort()).toEqual(loadedWith(site.scripts, first))
    expect(parts()).toEqual([])
    const uses: [string, () => Promise<unknown>][] = [
      ['for-staff', () => app.social.staff.list().then(({ error }) => error?.code)],
      [
        'sign-up',
        () => app.social.auth.signUp({ email: 'a@b.co', password: 'password', username: 'anna' }),
      ],
      ['uploading', () => app.social.media.upload(new Blob(['x'], { type: 'text/plain' }))],
      [
        'realtime',
        () =>
          new Promise<SubscriptionStatus>((resolve) => {
            app.social.notifications.subscribe({ onUnseenCount: () => {}, onStatus: resolve })
          }),
      ],
    ]
    const used: string[] = []
    for (const [name, use] of uses) {
      await page.evaluate(use)
      used.push(name)
      expect(parts(), name).toEqual(used)
      await page.evaluate(use)
      expect(parts(), name).toEqual(used)
    }
    await page.close()
  })

  it('loads the hooks, and what commands change in the cached rows with the first command', async () => {
    const page = await open()
    await page.evaluate(async () => {
      const { createElement: h } = await app.load<typeof import('react')>('react')
      const dom = await app.load<typeof import('react-dom/client')>('react-dom/client')
      const { QueryClient, QueryClientProvider } = await app.load<TanStack>('@tanstack/react-query')
      const { SocialProvider, useMarkSeen } = await app.load<Hooks>('supabase-social/react')
      const children = h(() => {
        app.markSeen = useMarkSeen().mutateAsync
        return null
      })
      const provider = h(SocialProvider, { social: app.social, children })
      const client = new QueryClient()
      dom.createRoot(document.body).render(h(QueryClientProvider, { client, children: provider }))
    })
    await page.waitForFunction(() => 'markSeen' in app)
    expect(parts()).toEqual([])
    expect(await page.evaluate(() => app.markSeen('cursor'))).toBe(0)
    expect(parts()).toEqual(['effects'])
    await page.close()
  })

  it.each([
    ['the browser is offline', 'abort'],
    ['a new deployment has removed it', 'remove'],
  ])('gets the error network for a part while %s, and tries again', async (_why, how) => {
    const page = await open()
    const code = () =>
      page.evaluate(async () => {
        const file = new Blob(['x'], { type: 'text/plain' })
        const [list, call, signUp, upload] = await Promise.all([
          app.social.staff.list(),
          app.social.staff.remove('00000000-0000-4000-8000-000000000000'),
          app.social.auth.signUp({ email: 'a@b.co', password: 'password', username: 'anna' }),
          app.social.media.upload(file),
        ])
        return [list, call, signUp, upload].map(({ error }) => error?.code)
      })
    const isPart = (url: URL) => PARTS.includes(partOf(url.pathname.slice(1)))
    await page.route(isPart, (route) =>
      how === 'abort' ? route.abort('internetdisconnected') : route.fulfill({ status: 404 }),
    )
    expect(await code()).toEqual(Array(4).fill('network'))
    const { status, message, hint } = await page.evaluate(async () => {
      const { error } = await app.social.staff.list()
      return error?.toJSON() ?? { status: -1, message: '', hint: '' }
    })
    expect([status, message, hint]).toEqual([0, 'The server could not be reached.', 'Try again.'])
    await page.unrouteAll()
    const denied = 'not_signed_in'
    expect(await code()).toEqual([denied, denied, denied, 'file_type_invalid'])
    await page.close()
  })
})
