import '../support/own-stack.ts'

import { beforeAll, expect, it } from 'vitest'
import { befriend, type Person, people, publish } from '../support/people.ts'
import { stack } from '../support/stack.ts'

interface Card {
  id: string
  caption: string
  cursor: string
  reason: { kind: string; profiles?: { username: string }[]; parts?: object; score?: number }
}

let viewer: Person
let friend: Person

beforeAll(async () => {
  const [reader, first, second, third, author] = await people(
    ...(['viewer', 'friend', 'second', 'third', 'author'] as const),
  )
  viewer = reader
  friend = first
  for (const one of [first, second, third]) {
    await befriend(viewer, one)
    for (const number of [1, 2]) await publish(one, { caption: `${one.username} ${number}` })
  }
  const liked = await publish(author, { caption: 'liked' })
  await friend.supabase.schema('social').rpc('like_post', { post_id: liked.id }).throwOnError()
}, 120_000)

async function page(args: Record<string, unknown>, get = false): Promise<Card[]> {
  const { data } = await viewer.supabase
    .schema('social')
    .rpc('for_you_feed', args, { get })
    .throwOnError()
  return data as Card[]
}

async function pages(get: boolean): Promise<Card[]> {
  const all: Card[] = []
  for (let after: string | undefined; ; ) {
    const cards = await page({ page_size: 2, ...(after && { after }) }, get)
    all.push(...cards)
    after = cards.at(-1)?.cursor
    if (!after) return all
  }
}

const ids = (cards: Card[]) => cards.map(({ id }) => id)

it('the feed over HTTP shows each post once, with its reason', async () => {
  const cards = await page({})
  expect(cards).toHaveLength(7)
  expect(cards.filter(({ reason }) => reason.kind === 'followed')).toHaveLength(6)
  expect(cards.find(({ caption }) => caption === 'liked')?.reason).toEqual({
    kind: 'liked',
    profiles: [{ id: friend.id, username: friend.username }],
  })
})

it('pages by POST and pages by GET contain the same posts in the same order', async () => {
  const whole = ids(await page({}))
  expect(ids(await pages(false))).toEqual(whole)
  expect(ids(await pages(true))).toEqual(whole)
})

it('a GET request continues a list that a POST request began', async () => {
  const [first, second] = await page({ page_size: 2 })
  const rest = await page({ after: second?.cursor }, true)
  const whole = ids(await page({}))
  expect([first?.id, second?.id, ...ids(rest)]).toEqual(whole)
})

it('new posts do not move the posts of a list, and a new first page contains them', async () => {
  const first = await page({ page_size: 3 })
  const fresh = await publish(friend, { caption: 'fresh' })
  const rest = await page({ after: first.at(-1)?.cursor })
  const all = ids([...first, ...rest])
  expect(new Set(all).size).toBe(7)
  expect(all).not.toContain(fresh.id)
  expect(ids(await page({}))).toContain(fresh.id)
})

it('show_less by HTTP moves the posts of the author down, and show_more moves them up', async () => {
  const calls = viewer.supabase.schema('social')
  const before = await page({ explain: true })
  const [best] = before
  const { data: damper } = await calls
    .rpc('show_less', { post_id: best?.id, of: 'author' })
    .throwOnError()
  const during = await page({ explain: true })
  expect(during.find(({ id }) => id === best?.id)?.reason.parts).toMatchObject({ damper: 0.5 })
  expect(during[0]?.id).not.toBe(best?.id)
  await calls.rpc('show_more', { id: (damper as { id: string }).id }).throwOnError()
  expect(ids(await page({}))).toEqual(ids(before))
})

it('a request without a login is refused', async () => {
  const response = await fetch(`${stack.url}/rest/v1/rpc/for_you_feed`, {
    method: 'POST',
    headers: { apikey: stack.publishableKey, 'content-profile': 'social' },
  })
  expect(response.status).toBe(401)
})
