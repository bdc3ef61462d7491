import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strings } from '../../../examples/web/src/strings.ts'
import type { Post } from '../../../src/sdk/types.ts'
import { befriend, elsewhere, publish } from '../../support/people.ts'
import { sql, stack } from '../../support/stack.ts'
import { type Firefox, startFirefox } from './bidi.ts'
import { type FirefoxWindow, openWindow } from './window.ts'

const { app, auth, home, notifications, post: words } = strings
const password = 'demo-password'
let firefox: Firefox
let post: Post

beforeAll(async () => {
  firefox = await startFirefox()
  console.log(`Firefox ${firefox.version}`)
  const [olga, pavel] = await Promise.all(
    ['olga', 'pavel'].map(async (username) => {
      const known = { id: '', username, email: `${username}@example.com`, password }
      return elsewhere({ ...known } as Parameters<typeof elsewhere>[0])
    }),
  )
  if (!olga || !pavel) throw new Error('Nobody is there.')
  await befriend(olga, pavel)
  post = await publish(pavel, { caption: 'The lighthouse.' })
})
afterAll(() => firefox?.close())

/** Logs a demo person in with one click. */
async function logIn(name: string): Promise<FirefoxWindow> {
  const window = await openWindow(firefox)
  await window.open(`${stack.url}/login`)
  await window.find('heading', auth.demoTitle)
  await window.click('button', name)
  await window.find('heading', home.title)
  return window
}

describe('in Firefox', () => {
  it('a like reaches the author while the page is open', async () => {
    const pavel = await logIn('Pavel Novak')
    await pavel.click('link', app.notifications + app.unseen(0))
    await pavel.find('heading', notifications.title)

    const olga = await logIn('Olga Novak')
    const article = await olga.find('article', words.by('Pavel Novak'))
    await olga.click('button', words.like, article)
    const like = await olga.find('button', words.like, article)
    expect(await olga.ask('(one) => one.getAttribute("aria-pressed")', like)).toBe('true')
    await olga.find('link', words.showLikers(1), article)

    await expect.poll(() => likesOf(post), { timeout: 10_000 }).toBe(1)
    await pavel.click('button', notifications.newRows(1))
    await pavel.read(notifications.kinds.post_like('Olga Novak', true))
    expect([...olga.faults, ...pavel.faults]).toEqual([])
  })
})

async function likesOf({ id }: Post): Promise<number> {
  const [row] = await sql`select count(*)::int from social.likes where post_id = ${id}`
  return row?.count
}
