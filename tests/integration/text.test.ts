import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { classes } from '../../tools/unicode/classes.ts'
import { hashtagsOf, mentionsOf } from '../support/text.ts'
import { openWorld } from '../support/world.ts'

const world = openWorld()
afterAll(() => world.close())

/** The parts of random texts: words, and characters that may start, end or hide a mention. */
const pieces = [
  ...['@', '＠', '#', '＃', '@', '#', '@', '#', ' ', ' ', '\n', '\u00a0', '\u3000', '.', '_', '-'],
  ...['/', '=', '&', ';', '(', ')', ':', '://', 'www.', 'http://', 'Https://', 'a+b', "'", '…'],
  ...['a', 'B', 'z', '1', '٣', '²', 'é', 'e\u0301', 'ß', 'ẞ', 'İ', 'ı', 'ø', 'Œ', 'Σ', 'ς', 'ώ'],
  ...['я', 'й', 'Ё', '日', 'が', 'か\u3099', 'ﾊﾟ', 'ー', '가', '\u1112\u1161\u11ab', '\u0915\u093f'],
  ...[
    '\u093f',
    '\u0e33',
    '\u05e9\u05c1',
    '\u0489',
    '\u0301',
    '\u200c',
    '\u200d',
    '\ufe0f',
    '\u20e3',
  ],
  ...[
    'ﬁ',
    'Ｔ',
    'ⓐ',
    'Ⅳ',
    'ﷺ',
    'ŀ',
    '\u037a',
    '🌊',
    '👩🏽',
    '𝒕',
    '𞤆',
    'x'.repeat(28),
    'ab'.repeat(49),
  ],
  ...['alice', 'Alice', 'alice.b', 'bob_', 'sea', 'Sea', 'café', 'c\u0327'],
]

/** Joiners, and letters between which they join a word. */
const joiners = [
  ...[
    '·',
    '・',
    '･',
    '‧',
    '～',
    '〜',
    '゠',
    '゛',
    "'",
    '’',
    'ʼ',
    '"',
    '״',
    '׳',
    '־',
    'א',
    'ב',
    'בּ',
    '་',
    '༌',
  ],
  ...['བོ', 'ད', '֊', '՞', 'Ա', 'ի', 'ᠮ', '\u180e', '\u202f', 'п', '〇', 'ไ', '\u0e49', '한'],
]
const text = fc.string({ unit: fc.constantFrom(...pieces, ...joiners), maxLength: 40 })

test('the database finds the same mentions and hashtags as an independent parser', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 500, maxLength: 500 }), async (texts) => {
      const found = await world.sql<{ mentions: object[]; hashtags: object[] }[]>`
        select
          (
            select coalesce(jsonb_agg(jsonb_build_array(username, "start", "end") order by "start"),
              '[]')
            from social_private.find_mentions(written)
          ) as mentions,
          (
            select coalesce(jsonb_agg(
              jsonb_build_array(hashtag, display, "start", "end") order by "start"), '[]')
            from social_private.find_hashtags(written)
          ) as hashtags
        from unnest(${texts}::text[]) with ordinality as texts (written, place)
        order by place`
      const expected = texts.map((each) => [each, mentionsOf(each), hashtagsOf(each)])
      expect(found.map((row, at) => [texts[at], row.mentions, row.hashtags])).toEqual(expected)
    }),
    { numRuns: Number(process.env.SOCIAL_TEXT_RUNS ?? 10), endOnFailure: true },
  )
}, 120_000)

test('a text is cut at the positions of its mentions and hashtags', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 200, maxLength: 200 }), async (texts) => {
      const found = await world.sql<{ written: string; display: string; range: number[] }[]>`
        select written, display, array["start", "end"] as range
        from unnest(${texts}::text[]) as written, lateral (
          select display, "start", "end" from social_private.find_hashtags(written)
          union all
          select username, "start", "end" from social_private.find_mentions(written)
        ) as entities`
      for (const { written, display, range } of found) {
        expect(written.slice((range[0] as number) + 1, range[1])).toBe(display)
        expect('#＃@＠').toContain(written[range[0] as number])
      }
    }),
    { numRuns: 3, endOnFailure: true },
  )
}, 120_000)

test('the classes of letters in the database match Unicode', async () => {
  const wrong: string[] = []
  for (const [name, characters] of Object.entries(classes)) {
    const rows = await world.sql<{ code: number }[]>`
      select code from generate_series(1, x'10ffff'::integer) as code
      where code not between x'd800'::integer and x'dfff'::integer
        and chr(code) collate "C" ~ ('[' || social_private.script_ranges(${name}) || ']')`
    const listed = new Set(rows.map(({ code }) => code))
    for (let code = 1; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code)
      const fits = characters.test(character)
      const isRight = listed.has(code) ? fits || /\p{Cn}/u.test(character) : !fits
      if (!isRight) wrong.push(`${name} ${code.toString(16)}`)
    }
  }
  expect(wrong, 'generate script_ranges anew with npx tsx tools/unicode/print.ts').toEqual([])
}, 120_000)

test('the list of combining marks in the database matches Unicode', async () => {
  const rows = await world.sql<{ code: number }[]>`
    select code from generate_series(1, x'10ffff'::integer) as code
    where code not between x'd800'::integer and x'dfff'::integer
      and chr(code) ~ ('[' || social_private.mark_ranges() || ']')`
  const listed = new Set(rows.map(({ code }) => code))
  const wrong: string[] = []
  for (let code = 1; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code)
    const fits = listed.has(code) ? /\p{M}|\p{Cn}/u.test(character) : !/\p{M}/u.test(character)
    if (!fits) wrong.push(code.toString(16))
  }
  expect(wrong, 'generate mark_ranges anew from this version of Unicode').toEqual([])
}, 120_000)

test('no invisible character makes a name, and none stays between two letters of a name', async () => {
  // U+FFF9 to U+FFFB, U+1D159 and U+16FE4 draw nothing, although Unicode counts them as visible.
  const invisible =
    /\p{Default_Ignorable_Code_Point}|\p{Z}|\p{Cc}|[\u2800\ufff9-\ufffb\u{1d159}\u{16fe4}]/u
  const codes: number[] = []
  for (let code = 1; code <= 0x10ffff; code++) {
    if (invisible.test(String.fromCodePoint(code))) codes.push(code)
  }
  const wrong = await world.sql`
    select to_hex(code) as code, social_private.single_line('a' || chr(code) || 'b') as line
    from unnest(${codes}::integer[]) as code,
    lateral (select social_private.single_line(chr(code)) as alone) as lines
    where social_private.single_line('a' || chr(code) || 'b') not in ('ab', 'a b')
        -- clean_text refuses control characters. The last one is a letter of its script.
        and chr(code) !~ '[\\u0001-\\u001f\\u007f-\\u009f\\U00016fe4]'
      or alone <> '' and social_private.is_visible_text(alone)
        and chr(code) !~ '[\\u0001-\\u001f\\u007f-\\u009f]'`
  expect(wrong).toEqual([])
}, 120_000)

test('a cleaned name is one line, is in NFC, and stays the same when it is cleaned again', async () => {
  const parts = [
    ...pieces,
    ...['\u200b', '\u200e', '\u061c', '\u202e', '\u2066', '\u2028', '\r', '\t', '\u00ad', '\ufeff'],
    ...['\u{1f3f4}', '\u{e0067}', '\u{e007f}', '❤', '\u180b', 'ᠮ', '葛', '\u{e0100}', '\u115f'],
    ...['\u0340', '\u2126', '\u212b', '\u0f73', '\u0344', '\u0958', '\ufb1d', '\u1100', '\u1161'],
  ]
  const name = fc.string({ unit: fc.constantFrom(...parts), maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(fc.array(name, { minLength: 500, maxLength: 500 }), async (names) => {
      const found = await world.sql<{ once: string | null; again: string | null }[]>`
        select once, social_private.clean_line(once, 'display_name', 2000) as again
        from unnest(${names}::text[]) with ordinality as names (written, place),
        lateral (
          select case when social_private.is_visible_text(social_private.single_line(written))
            then social_private.clean_line(written, 'display_name', 2000) end as once
        ) as cleaned
        where social_private.single_line(written) <> ''
          and written !~ ('[' || social_private.mark_ranges() || ']{11}')
        order by place`
      for (const { once, again } of found) {
        expect(again).toBe(once)
        expect(once ?? '').toBe((once ?? '').normalize('NFC'))
        expect(once ?? '').not.toMatch(/[\p{Zl}\p{Zp}\p{Cc}]|^ | $| {2}|[\u00a0\u3000]/u)
      }
    }),
    { numRuns: Number(process.env.SOCIAL_TEXT_RUNS ?? 10), endOnFailure: true },
  )
}, 120_000)
