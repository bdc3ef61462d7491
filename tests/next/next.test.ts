import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Post } from '../../src/sdk/types.ts'
import { startChromium } from '../support/chromium.ts'
import { befriend, lock, type Person, people, publish } from '../support/people.ts'
import { sql, stack } from '../support/stack.ts'

const url = inject('nextUrl')
const browser = await startChromium()
if (!browser) throw new Error('This needs Chromium: apt-get install chromium')
afterAll(() => browser.close())

let alice: Person
let bob: Person
let carol: Person
let open: Post
let hidden: Post

beforeAll(async () => {
  ;[alice, bob, carol] = await people('alice', 'bob', 'carol')
  await lock(carol)
  await befriend(alice, bob)
  await befriend(alice, carol)
  open = await publish(bob, { caption: 'Fog & <b>light</b>' })
  hidden = await publish(carol, { caption: 'Only for friends' })
})

/** The cookies in which `@supabase/ssr` keeps a session. `age` is how long ago it ended. */
async function cookiesOf({ supabase }: Person, { isOld = false } = {}): Promise<string> {
  const { data } = await supabase.auth.getSession()
  const session = isOld ? { ...data.session, expires_at: 1 } : data.session
  const value = `base64-${Buffer.from(JSON.stringify(session)).toString('base64url')}`
  const name = `sb-${new URL(stack.url).hostname.split('.')[0]}-auth-token`
  const parts = value.match(/.{1,3180}/g) ?? []
  if (parts.length === 1) return `${name}=${value}`
  return parts.map((part, at) => `${name}.${at}=${part}`).join('; ')
}

/** Reads a page as a program does that makes previews of links. */
async function read(path: string, cookie = ''): Promise<{ status: number; html: string }> {
  const headers = { cookie, 'user-agent': 'facebookexternalhit/1.1' }
  const response = await fetch(url + path, { headers, redirect: 'manual' })
  return { status: response.status, html: await response.text() }
}

/** The tags in the head of a page, by their names. */
function tagsOf(html: string): Record<string, string> {
  const head = html.slice(0, html.indexOf('</head>'))
  const found = head.matchAll(/<meta property="(og:\w+)" content="([^"]*)"/g)
  return Object.fromEntries([...found].map(([, name, content]) => [name, content]))
}

/** The HTML without the data that the hooks take over. */
const shown = (html: string) => html.replace(/<script[\s\S]*?<\/script>/g, '')

describe('on the server, the Next example', () => {
  it('renders the home feed of the person who is signed in', async () => {
    const { status, html } = await read('/', await cookiesOf(alice))
    expect(status).toBe(200)
    expect(shown(html)).toContain('Fog &amp; &lt;b&gt;light&lt;/b&gt;')
    expect(shown(html)).toContain('Only for friends')
  })

  it('renders no post of one person for another', async () => {
    const { html } = await read('/', await cookiesOf(bob))
    expect(html).not.toContain('Only for friends')
  })

  it('sends somebody without a login away from home', async () => {
    const response = await fetch(`${url}/`, { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([307, '/sign-in'])
  })

  it('refreshes a session that has ended', async () => {
    const cookie = await cookiesOf(alice, { isOld: true })
    const response = await fetch(`${url}/`, { headers: { cookie }, redirect: 'manual' })
    expect(await response.text()).toContain('Only for friends')
    expect(response.headers.get('set-cookie')).toContain('-auth-token')
    expect(response.headers.get('cache-control')).toContain('no-store')
  })

  it('writes the tags of a public post for everybody', async () => {
    const { status, html } = await read(`/p/${open.id}`)
    const tags = tagsOf(html)
    expect([status, tags['og:type']]).toEqual([200, 'article'])
    expect(tags['og:title']).toContain(bob.username)
    expect(tags['og:description']).toBe('Fog &amp; &lt;b&gt;light&lt;/b&gt;')
    const picture = await fetch((tags['og:image'] ?? '').replaceAll('&amp;', '&'))
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  })

  it('says nothing about a hidden post', async () => {
    const { status, html } = await read(`/p/${hidden.id}`)
    expect([status, tagsOf(html)]).toEqual([404, {}])
    expect(html).not.toContain('Only for friends')
    expect((await read('/p/no-post')).status).toBe(404)
  })

  it('writes no tags of a hidden post for somebody who sees it', async () => {
    const { status, html } = await read(`/p/${hidden.id}`, await cookiesOf(alice))
    expect([status, tagsOf(html)]).toEqual([200, {}])
    expect(shown(html)).toContain('Only for friends')
  })
})

describe('in the browser, the Next example', () => {
  it('takes over the page of the server, and a like shows in every component', async () => {
    const { page, faults } = await enter()
    await page.goto(`${url}/sign-in`)
    await page.getByLabel('Email').fill(alice.email)
    await page.getByLabel('Password').fill(alice.password)
    await page.getByRole('button', { name: 'Sign in' }).click()

    const card = page.getByRole('article', { name: `Post by ${bob.username}` })
    const like = card.getByRole('button', { name: 'Like' })
    await like.click()
    await card.locator('[aria-pressed=true]').waitFor()
    await expect.poll(() => likesOf(open)).toEqual([alice.id])

    // The page of the post reads the post by other queries.
    await card.getByRole('link').click()
    await page.getByRole('heading', { name: `Post by @${bob.username}` }).waitFor()
    const posts = page.getByRole('region', { name: 'Posts of the author' }).getByRole('listitem')
    expect(await posts.textContent()).toContain('♥ 1')
    await like.click()
    await expect.poll(() => posts.textContent()).toContain('♥ 0')
    await expect.poll(() => likesOf(open)).toEqual([])

    const author = page.getByRole('region', { name: 'Author' })
    await author.getByRole('button', { name: 'Following' }).click()
    await author.getByText('0 followers').waitFor()
    await author.getByRole('button', { name: 'Follow', exact: true }).click()
    await author.getByText('1 followers').waitFor()
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('hydrates each page without an error, and signs out', async () => {
    const { page, faults } = await enter()
    for (const part of (await cookiesOf(alice)).split('; ')) {
      const [name = '', value = ''] = part.split('=')
      await page.context().addCookies([{ name, value, url }])
    }
    for (const path of ['/', `/p/${open.id}`, `/p/${hidden.id}`]) {
      await page.goto(url + path)
      // The header knows the person only after hydration, and a picture has its address only then.
      await page.getByRole('button', { name: 'Sign out' }).waitFor()
      await page.locator('article img').first().waitFor()
    }
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.goto(url)
    await page.waitForURL(`${url}/sign-in`)
    expect(faults).toEqual([])
    await page.context().close()
  })
})

/** A window, and the errors on its console. */
async function enter(): Promise<{ page: Page; faults: string[] }> {
  const context = await (browser as NonNullable<typeof browser>).newContext({ locale: 'de-DE' })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  return { page, faults }
}

async function likesOf({ id }: Post): Promise<string[]> {
  const rows = await sql<{ user_id: string }[]>`
    select user_id from social.likes where post_id = ${id}`
  return rows.map(({ user_id }) => user_id)
}
