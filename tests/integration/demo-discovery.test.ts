import '../support/own-stack.ts'
import { beforeAll, expect, test } from 'vitest'
import { createSocial, type Post, type Social, unwrap } from '../../src/sdk/index.ts'
import { demoPeople, seed } from '../../tools/local-stack/seed.ts'
import { newClient, stack } from '../support/stack.ts'

const people = new Map<string, Social>()
const as = (username: string) => people.get(username) as Social

beforeAll(async () => {
  await seed(stack)
  for (const { username, ...login } of demoPeople) {
    const client = newClient()
    await client.auth.signInWithPassword(login)
    people.set(username, createSocial(client))
  }
}, 120_000)

/** Returns the authors and the reasons of posts. */
const reasonsOf = (posts: Post[]) =>
  posts.map(({ author_username, reason }) => `${author_username}: ${reason?.kind}`)

test('Maya sees posts of strangers in explore', async () => {
  const { items } = unwrap(await as('maya').explore.listPosts())
  expect(items.map((post) => post.author_username).sort()).toEqual(['amir', 'hana', 'lucia'])
})

test('Maya gets suggestions that name people whom she follows', async () => {
  const { items } = unwrap(await as('maya').suggestions.list())
  const hana = items.find(({ username }) => username === 'hana')
  expect(hana).toMatchObject({ reason: 'mutuals', mutual_count: 3 })
  expect(hana?.mutuals.map(({ username }) => username).sort()).toEqual(['kenji', 'noor', 'tomas'])
})

test('the home feed of Maya contains posts with hashtags that she follows', async () => {
  const { items } = unwrap(await as('maya').feed.listHome({ pageSize: 50 }))
  expect(reasonsOf(items)).toEqual(
    expect.arrayContaining(['maya: own', 'kenji: followed', 'hana: hashtag', 'amir: hashtag']),
  )
})

test('the feed For You of every demo person contains posts', async () => {
  for (const social of people.values()) {
    const { items } = unwrap(await social.feed.forYou({ explain: true }))
    expect(items.length).toBeGreaterThan(2)
    for (const { reason } of items) expect(reason).toMatchObject({ score: expect.any(Number) })
  }
})

test('a hashtag trends, and hashtags of several scripts have posts', async () => {
  const trends = unwrap(await as('tomas').hashtags.listTrending())
  expect(trends.map(({ hashtag }) => hashtag)).toEqual(
    expect.arrayContaining(['morninglight', 'slowsunday']),
  )
  for (const hashtag of ['#ぼっち・ざ・ろっく', '#col·laboració', '#قلم‌مو', '#പ്രഭാതം', '#CAFÉ']) {
    const { items } = unwrap(await as('maya').hashtags.listPosts(hashtag))
    expect([hashtag, items.length]).toEqual([hashtag, hashtag === '#CAFÉ' ? 2 : 1])
  }
})

test('a search finds words of several scripts', async () => {
  for (const word of ['fig', '電車', 'filtre', 'کارگاه']) {
    const { items } = unwrap(await as('tomas').posts.search(word))
    expect([word, items.length]).toEqual([word, 1])
  }
})

test('Tomás does not see the post with the word that he mutes', async () => {
  const words = unwrap(await as('tomas').words.list()).items.map(({ word }) => word)
  expect(words).toEqual(['coffee'])
  const { items } = unwrap(await as('tomas').feed.listHome({ pageSize: 50 }))
  expect(items.filter(({ caption }) => caption?.includes('coffee'))).toEqual([])
  expect(unwrap(await as('tomas').posts.search('coffee')).items).toEqual([])
  expect(unwrap(await as('maya').posts.search('coffee')).items).toHaveLength(1)
})
