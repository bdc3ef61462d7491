import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from '../support/http.ts'
import { type Person as Account, person } from '../support/people.ts'
import { searchModel } from '../support/post-search-model.ts'
import { sql } from '../support/stack.ts'
import { openWorld, type Person } from '../support/world.ts'

const world = openWorld()
let author: Person
let reader: Account

beforeAll(async () => {
  author = await world.person('author')
  reader = await person('reader')
})
afterAll(() => world.close())

/** The parts of captions and queries. Each caption begins with a word that only this test uses. */
const MINE = 'zqxsearch'
const words = [
  ...['sea', 'Sea', 'SEA', 'café', 'cafe\u0301', 'e-mail', "don't", 't', 'a_b', 'straße', 'ŁÓDŹ'],
  ...['Άννα', 'άννας', 'йога', 'йоги', 'İ', 'ﬁ', 'Ⅳ', '²', '١٢', 'צה״ל', 'שָׁלוֹם', 'می\u200cخواهم'],
  ...[
    'हिन्दी',
    'हिन्द',
    'தமிழ்',
    'བོད་ཡིག',
    '한국',
    '한국어',
    '👩\u200d🚀',
    '1\ufe0f\u20e3',
    'x\u00ady',
  ],
]
const runs = [
  ...['日', '本', '日本', '本日', '東京都', '京都', 'が', 'か\u3099', 'ｶﾞ', 'ガー', '々', '〇'],
  ...['ไทย', 'ไ', 'น้ำ', 'ลาว', 'ລາວ', 'ខ្មែរ', 'မြန်မာ'],
]
const glue = [' ', ' ', ' ', ' ', '', '.', ', ', '-', '_', '・', '\n', '#', ' #']
const signs = ['"', ' "', '" ', ' -', ' -"', '-#', ' & ', '|', ':*', '\\', "'", '(', ')', '%', '“']

const part = (more: string[]) => fc.constantFrom(...words, ...runs, ...glue, ...more)
const caption = fc
  .array(part([]), { maxLength: 12 })
  .map((parts) => `${MINE} ${parts.join('')}`.trim())
const query = fc.array(part(signs), { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''))

/** Searches as the author of the captions, without rate limits. Returns the places of the captions. */
async function found(ids: string[], texts: string[]): Promise<number[][]> {
  const rows = await sql<{ found: string[] }[]>`
    select social_private.post_matches(
      social_private.search_reader(${author.id}), social_private.parse_post_query(query),
      'ffffffff-ffff-ffff-ffff-ffffffffffff', 1000) as found
    from unnest(${texts}::text[]) with ordinality as texts (query, place) order by place`
  return rows.map((row) => row.found.map((id) => ids.indexOf(id)).sort((a, b) => a - b))
}

test('a search finds the same captions as a naive search', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(caption, { minLength: 60, maxLength: 60 }),
      fc.array(query, { minLength: 60, maxLength: 60 }),
      async (captions, queries) => {
        const rows = await sql<{ id: string; caption: string }[]>`
          insert into social.posts (author_id, caption, visibility)
          select ${author.id}, caption, 'only_me' from unnest(${captions}::text[])
            with ordinality as given (caption, place) order by place
          returning id, caption`
        const ids = rows.map(({ id }) => id)
        const texts = queries.map((one) => `${MINE} ${one}`)
        const places = await found(ids, texts)
        const named = (of: (number[] | null | undefined)[]) =>
          texts.map((text, at) => [text, of[at]?.map((place) => captions[place])])
        expect(named(places)).toEqual(named(texts.map((text) => searchModel(captions, text))))
        await sql`delete from social.posts where id = any (${ids})`
      },
    ),
    { numRuns: Number(process.env.SOCIAL_SEARCH_RUNS ?? 5), endOnFailure: true },
  )
}, 120_000)

test('a query without a word to search for is refused', async () => {
  for (const text of ['', '-sea', '"', '-"a b" -#c', '&|!']) {
    expect(await author.attempt('post_search', { query: text })).toBe('query_too_short')
    expect(searchModel([], text)).toBeNull()
  }
})

test('plain HTTP searches by POST, page by page, and refuses GET', async () => {
  await sql`insert into social.posts (author_id, caption, visibility)
    select ${author.id}, ${`${MINE} heron `} || number, 'public' from generate_series(1, 5) as number`
  const search = (args: object) => call(reader, 'post_search', { query: 'Heron', ...args })
  for (const sort of ['newest', 'relevance']) {
    const whole = await search({ query: `${MINE} heron`, sort })
    expect(whole).toMatchObject({ status: 200, body: Array(5).fill({ author_id: author.id }) })
    const first = await search({ query: `${MINE} heron`, sort, page_size: 3 })
    const after = first.body[2].cursor
    const second = await search({ query: `${MINE} heron`, sort, page_size: 3, after })
    const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)
    expect(ids([...first.body, ...second.body])).toEqual(ids(whole.body))
  }
  expect(await call(reader, 'post_search', { query: 'eq.heron' })).toMatchObject({ status: 200 })
  expect(await call(reader, 'post_search', { query: 'heron' }, 'GET')).toMatchObject({
    ...{ status: 405, body: { message: 'post_required' } },
  })
  expect(await call('nobody', 'post_search', { query: `${MINE} heron -1` })).toMatchObject({
    ...{ status: 200, body: Array(4).fill({ author_id: author.id }) },
  })
  expect(await call(reader, 'post_search', { query: 'heron', sort: 'best' })).toMatchObject({
    ...{ status: 422, body: { message: 'sort_invalid' } },
  })
})
