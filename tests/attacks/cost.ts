import type { Attack } from './attack.ts'
import type { Answer, AttackStack } from './attack-stack.ts'
import { exposedFunctions, madeUp } from './functions.ts'

/** Denial of service: requests that would cost too much. Each request must be answered quickly. */
export async function cost(stack: AttackStack): Promise<Attack[]> {
  return [...(await pages(stack)), ...searches(stack), ...bodies(stack), ...queries(stack)]
}

const soon =
  (limit: number) =>
  ({ milliseconds }: Answer) =>
    milliseconds < limit ? undefined : `it took ${Math.round(milliseconds)} ms`

/** Calls every function that returns pages, with invalid page sizes and cursors. */
async function pages(stack: AttackStack): Promise<Attack[]> {
  const { people, ids } = stack
  const sizes = [0, -1, 102, 1e9, 2 ** 31, 2 ** 63, 1.5, 'NaN', 'abc', '', [], {}, null]
  const cursors = [
    '',
    'x',
    '0',
    'f'.repeat(32),
    'f'.repeat(48),
    "' or 1=1 --",
    '\u202e',
    'é'.repeat(5000),
    [],
    {},
  ]
  const exposed = await exposedFunctions(stack)
  return exposed
    .filter((one) => one.arguments.some(({ name }) => name === 'page_size'))
    .flatMap((one) => {
      const attack = (given: Record<string, unknown>): Attack => ({
        ...{ name: `${one.name} with ${JSON.stringify(given).slice(0, 60)}`, method: 'POST' },
        ...{ path: `/rest/v1/rpc/${one.name}`, body: { ...madeUp(one, ids), ...given } },
        ...{ as: people.mallory, expects: 'refused', holds: soon(3000) },
      })
      return [
        ...sizes.map((page_size) => attack({ page_size })),
        ...cursors
          // The greatest possible id is a valid cursor for lists that are sorted by id.
          .filter((after) => after !== 'f'.repeat(32))
          .map((after) => attack({ after })),
        ...[{ offset: 10 }, { limit: 1000 }, { p_limit: 1 }, { page: 2 }].map(attack),
      ]
    })
}

/**
 * Sends search texts that contain patterns or SQL. The search must treat each of them as plain
 * text.
 */
function searches({ people }: AttackStack): Attack[] {
  const texts = [
    ...['(a+)+$', '^(a+)(a+)(a+)+\\1\\2\\3$', '%', '_', '%%%%', '\\', "'", '"', '*', '[a-z]{1,99}'],
    ...['a & b | !c', 'a:*', '<->', '.*.*.*.*.*.*', '\ud83d\ude00'.repeat(50), 'a'.repeat(100)],
    ...["'; select pg_sleep(9); --", '$(sleep 9)', '{{7*7}}', '\u0007', '\u202eotto'],
  ]
  const fields = [
    ...[['profile_search', 'query'] as const, ['post_search', 'query'] as const],
    ...[['hashtag_search', 'prefix'] as const, ['hashtag_posts', 'hashtag'] as const],
  ]
  return fields.flatMap(([name, field]) =>
    texts.map(
      (text): Attack => ({
        ...{ name: `${name} of ${JSON.stringify(text).slice(0, 40)}`, method: 'POST' },
        ...{ path: `/rest/v1/rpc/${name}`, body: { [field]: text }, as: people.mallory },
        ...{ expects: 'harmless', holds: soon(1000) },
      }),
    ),
  )
}

function bodies({ people, ids }: AttackStack): Attack[] {
  const texts: [string, string][] = [
    ['2,201 letters', 'a'.repeat(2201)],
    ['2,201 letters of four bytes', '😀'.repeat(2201)],
    ['40,000 marks on one letter', `a${'\u0301'.repeat(40_000)}`],
    ['5 MB', 'a'.repeat(5_000_000)],
    ['only invisible characters', '\u200b\u2060\ufeff'],
    ['only bidi overrides', '\u202e\u202d\u2066'],
    ['an escape sequence', '\u001b[31m'],
  ]
  const fields: [string, string, object][] = [
    ['create_post', 'caption', {}],
    ['update_post', 'caption', { post_id: ids["mallory's post"] }],
    ['add_comment', 'body', { post_id: ids["otto's post"] }],
    ['update_comment', 'body', { comment_id: ids["mallory's comment"] }],
    ['update_profile', 'bio', {}],
    ['update_profile', 'display_name', {}],
    ['update_profile', 'website', {}],
    ['profile_search', 'query', {}],
    ['post_search', 'query', {}],
    ['mute_word', 'word', {}],
    ['follow_hashtag', 'hashtag', {}],
  ]
  return fields.flatMap(([verb, field, more]) =>
    texts
      // The database removes bidi overrides. The empty text that remains is invalid only in
      // comments.
      .filter(([name]) => name !== 'only bidi overrides' || /comment/.test(verb))
      .map(
        ([name, text]): Attack => ({
          ...{ name: `${verb} with a ${field} of ${name}`, method: 'POST', as: people.mallory },
          ...{ path: `/rest/v1/rpc/${verb}`, body: { ...more, [field]: text }, expects: 'refused' },
          holds: soon(3000),
        }),
      ),
  )
}

/**
 * Reads tables with expensive PostgREST filters. The statement timeout must end each slow query.
 */
function queries({ people, ids }: AttackStack): Attack[] {
  const paths = [
    `posts?caption=match.${encodeURIComponent('^(a+)(a+)(a+)\\1\\2\\3$')}`,
    `posts?or=(${Array.from({ length: 60 }, (_, at) => `caption.like.*${at}*`).join(',')})`,
    `posts?id=in.(${Array.from({ length: 300 }, () => ids["otto's post"]).join(',')})`,
    ...[
      'posts?offset=1000000000',
      'posts?limit=-1',
      'posts?limit=abc',
      'posts?offset=-1',
      'posts?order=nothing',
    ],
    ...[
      'posts?limit=9223372036854775808',
      'posts?select=*,*,*',
      `posts?select=${'(a'.repeat(200)}`,
    ],
    ...[
      'posts?id=eq.x',
      'posts?created_at=gt.yesterday-ish',
      'posts?caption=like(any).{a,b',
      'posts?x=eq.1',
    ],
    `posts?select=*&${'and=('.repeat(50)}id.is.null${')'.repeat(50)}`,
  ]
  return paths.map(
    (path): Attack => ({
      ...{ name: `query ${path.slice(0, 60)}`, path: `/rest/v1/${path}`, as: people.mallory },
      ...{ expects: 'harmless', holds: soon(8500) },
    }),
  )
}
