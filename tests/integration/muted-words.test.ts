import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { call } from '../support/http.ts'
import { fold, isMuted } from '../support/muted.ts'
import { people, publish } from '../support/people.ts'
import { openWorld } from '../support/world.ts'

const world = openWorld()
afterAll(() => world.close())

const words = [
  ...['cat', 'Cat', 'CAT', 'café', 'cafe\u0301', 'red', 'car', '#cat', '#Café', '＃cat', '#', '@'],
  ...[
    'ß',
    'SS',
    'Σ',
    'ς',
    'İ',
    'ı',
    'й',
    'и',
    '1',
    '٣',
    '_',
    '日',
    '本',
    'ｶﾞ',
    'が',
    'ー',
    '한국',
    '״',
    '׳',
    '에',
  ],
  ...['ค', 'น', '\u0e31', '🍆', '❤', '❤\ufe0f', '\u0301', '\u0489', 'ﬁ', 'fi', 'ø', 'हि', 'न्दी'],
]
const others = [
  ...[' ', ' ', ' ', '  ', '\n', '\u00a0', '\u3000', '\u200b', '\u00ad', '\u200d', '.', '*', '+'],
  ...['(', '[', '\\', '\\d', '%', '|', '^', '$', '?', '-', '/', '&', "'", '’', '“', ':', '://'],
]
const unit = fc.constantFrom(...words, ...words, ...others)
const muted = fc
  .string({ unit, minLength: 1, maxLength: 3 })
  .filter((each) => fold(each).trim() !== '')
const written = fc.string({ unit, maxLength: 12 })
/** A word and a text. Half of the texts contain the word, so that many of them match. */
const pair = fc
  .tuple(muted, written, written, fc.boolean())
  .map(([word, before, after, isIn]): [string, string] => [
    word,
    isIn ? before + word + after : before,
  ])

describe('muted words', () => {
  it('match the same texts as in an independent model', async () => {
    let matches = 0
    let tried = 0
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { minLength: 1000, maxLength: 1000 }), async (pairs) => {
        const rows = await world.sql<{ is_muted: boolean }[]>`
            select social_private.is_muted_text(
              social_private.muted_word_form(social_private.muted_word_key(word)), written
            ) as is_muted
            from unnest(${pairs.map(([word]) => word)}::text[], ${pairs.map(([, text]) => text)}::text[])
              with ordinality as pairs (word, written, place)
            order by place`
        const wrong = pairs.filter(([word, text], at) => rows[at]?.is_muted !== isMuted(word, text))
        expect(wrong).toEqual([])
        tried += rows.length
        matches += rows.filter((row) => row.is_muted).length
      }),
      { numRuns: Number(process.env.SOCIAL_TEXT_RUNS ?? 10), endOnFailure: true },
    )
    expect(matches / tried).toBeGreaterThan(0.15)
  }, 120_000)

  it('of one person work together', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(muted, { maxLength: 20 }),
        fc.array(written, { minLength: 50, maxLength: 50 }),
        async (list, texts) => {
          const rows = await world.sql<{ is_muted: boolean }[]>`
            select social_private.is_muted_text((
              select string_agg(
                social_private.muted_word_form(social_private.muted_word_key(word)), e'\n')
              from unnest(${list}::text[]) as word
            ), written) as is_muted
            from unnest(${texts}::text[]) with ordinality as texts (written, place)
            order by place`
          const wrong = texts.filter(
            (text, at) => rows[at]?.is_muted !== list.some((word) => isMuted(word, text)),
          )
          expect(wrong).toEqual([])
        },
      ),
      { numRuns: 20, endOnFailure: true },
    )
  }, 120_000)

  it('are muted, listed and unmuted over HTTP', async () => {
    const [alice, bob] = await people('alice', 'bob')
    const args = { word: 'Red  Wine', expires_at: '2999-01-01T00:00:00Z' }
    expect(await call(alice, 'mute_word', args)).toMatchObject({
      status: 200,
      body: { word: 'red wine', display: 'Red Wine', expires_at: '2999-01-01T00:00:00+00:00' },
    })
    expect((await call(alice, 'mute_word', { word: '#Beer' })).body).toMatchObject({
      word: '#beer',
    })
    const { body } = await call(alice, 'muted_words', { page_size: 1 }, 'GET')
    expect(body).toMatchObject([{ word: '#beer', expires_at: null }])
    const rest = await call(alice, 'muted_words', { after: body[0].cursor }, 'GET')
    expect(rest.body).toMatchObject([{ word: 'red wine' }])
    expect((await call(bob, 'muted_words', {}, 'GET')).body).toEqual([])
    expect(await call(alice, 'unmute_word', { word: 'RED WINE' })).toMatchObject({
      status: 200,
      body: { word: 'red wine', created_at: null },
    })
    expect((await call(alice, 'muted_words')).body).toMatchObject([{ word: '#beer' }])
    expect(await call(alice, 'mute_word', { word: ' ' })).toMatchObject({
      status: 422,
      body: { message: 'word_empty' },
    })
    expect(await call(alice, 'mute_word', { word: 'x'.repeat(101) })).toMatchObject({
      status: 422,
      body: { message: 'word_too_long', hint: 'At most 100 characters.' },
    })
    expect((await call('nobody', 'mute_word', { word: 'x' })).body.message).toBe('not_signed_in')
  })

  it('are left out of comments and notifications over HTTP, for their owner only', async () => {
    const [alice, bob] = await people('alice', 'bob')
    const post = await publish(alice, { caption: 'a spoiler of my own' })
    for (const body of ['fine', 'a Spoiler!'])
      await call(bob, 'add_comment', { post_id: post.id, body })
    await call(alice, 'mute_word', { word: 'spoiler' })
    const bodies = async (reader: typeof alice) =>
      (await call(reader, 'post_comments', { post_id: post.id })).body.map(
        (comment: { body: string }) => comment.body,
      )
    expect(await bodies(alice)).toEqual(['fine'])
    expect(await bodies(bob)).toEqual(['a Spoiler!', 'fine'])
    expect((await call(alice, 'post', { post_id: post.id })).body).toMatchObject({
      caption: 'a spoiler of my own',
      comment_count: 2,
    })
    expect((await call(alice, 'notifications')).body).toMatchObject([
      { kind: 'comment', body: 'fine' },
    ])
    expect((await call(alice, 'unseen_count')).body).toBe(1)
    await call(alice, 'mute_word', { word: 'fine' })
    expect((await call(alice, 'notifications')).body).toEqual([])
    expect((await call(alice, 'unseen_count')).body).toBe(0)
  })
})
