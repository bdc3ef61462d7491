import { beforeAll, expect, test } from 'vitest'
import { createSocial, type Post, type Social, unwrap } from '../../src/sdk/index.ts'
import { demoPeople, seed } from '../../tools/local-stack/seed.ts'
import { ownStack } from '../support/own-stack.ts'
import { newClient } from '../support/stack.ts'

const people = new Map<string, Social>()
const as = (username: string) => people.get(username) as Social

beforeAll(async () => {
  await seed(ownStack)
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
  const { items } = unwrap(await as('maya').explore.listPosts({ pageSize: 50 }))
  const authors = items.map((post) => post.author_username)
  expect(authors).toEqual(expect.arrayContaining(['amir', 'hana', 'lucia']))
  for (const followed of ['tomas', 'noor', 'jonas']) expect(authors).not.toContain(followed)
})

test('Maya gets suggestions that name people whom she follows', async () => {
  const { items } = unwrap(await as('maya').suggestions.list())
  expect(items.map(({ username }) => username)).toContain('hana')
  for (const { reason, mutuals } of items.slice(0, 3)) {
    expect(reason).toBe('mutuals')
    expect(mutuals.length).toBeGreaterThan(1)
  }
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
  const counts: Record<string, number> = {
    ...{ '#ぼっち・ざ・ろっく': 1, '#col·laboració': 2, '#قلم‌مو': 2, '#പ്രഭാതം': 2, '#CAFÉ': 4 },
  }
  for (const hashtag of Object.keys(counts)) {
    const { items } = unwrap(await as('maya').hashtags.listPosts(hashtag))
    expect([hashtag, items.length]).toEqual([hashtag, counts[hashtag]])
  }
})

test('a search finds words of several scripts', async () => {
  const counts: Record<string, number> = { fig: 1, 電車: 2, filtre: 1, کارگاه: 1 }
  for (const word of Object.keys(counts)) {
    const { items } = unwrap(await as('tomas').posts.search(word))
    expect([word, items.length]).toEqual([word, counts[word]])
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
