import { beforeAll, expect, it } from 'vitest'
import { lock, type Person, people, publish } from '../support/people.ts'
import { stack } from '../support/stack.ts'

let alice: Person
let bob: Person

beforeAll(async () => {
  ;[alice, bob] = await people('alice', 'bob')
  await lock(bob)
})

/** The tags of a page by their names. */
async function tagsOf(path: string): Promise<Record<string, string>> {
  const response = await fetch(stack.url + path)
  const page = await response.text()
  const found = page.matchAll(/<meta property="(og:\w+)" content="([^"]*)">/g)
  return Object.fromEntries([...found].map(([, name, content]) => [name, content]))
}

it('a page of a public post says what somebody without a login sees', async () => {
  const { id } = await publish(alice, { caption: 'Fog & <b>light</b>' })
  const tags = await tagsOf(`/p/${id}`)
  expect(tags).toMatchObject({ 'og:type': 'article', 'og:url': `${stack.url}/p/${id}` })
  expect(tags['og:title']).toContain(alice.username)
  expect(tags['og:description']).toContain('Fog &#38; &#60;b&#62;light&#60;/b&#62;')
  const picture = await fetch(tags['og:image'] ?? '')
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
})

it('a page of a profile says who it is', async () => {
  const tags = await tagsOf(`/u/${alice.username}`)
  expect(tags).toMatchObject({ 'og:type': 'profile' })
  expect(tags['og:title']).toContain(alice.username)
})

it('a page of a hidden post, its picture, and a page of nobody say nothing', async () => {
  const hidden = await publish(bob, { caption: 'Only for friends' })
  const followers = await publish(alice, { visibility: 'followers', caption: 'Only for friends' })
  for (const path of [`/p/${hidden.id}`, `/p/${followers.id}`, '/u/nobody.at.all', '/']) {
    expect([path, await tagsOf(path)]).toEqual([path, {}])
  }
  const path = `/share-image/${hidden.media[0]?.path}`
  expect((await fetch(stack.url + path)).status).toBe(404)
  const none = await fetch(`${stack.url}/p/${hidden.id}`).then((response) => response.text())
  expect(none).not.toContain('Only for friends')
})
