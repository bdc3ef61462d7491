/** Who sends a call: nobody, a person, the owner of the secret key, or somebody with this token. */
export type Caller = 'anon' | 'person' | 'unknown role' | { token: string }

export interface Call {
  name: string
  /** The method and the path after `/rest/v1`, such as `GET /notes`. */
  request: string
  as?: Caller
  headers?: Record<string, string>
  body?: string
  status: number
  /** The headers that the answer must have. Null is a header that the answer must not have. */
  answered?: Record<string, string | null>
  /** The fields of an error, or a whole answer. */
  answer?: unknown
}

const profile = { 'accept-profile': 'public' }
const json = { 'content-type': 'application/json' }
const error = (code: string) => ({ 'proxy-status': `PostgREST; error=${code}` })
const invalid = (message: string) => ({
  'www-authenticate': `Bearer error="invalid_token", error_description="${JSON.stringify(message).slice(1, -1)}"`,
  ...error('PGRST301'),
})
const raised = { message: 'a_word', details: 'Why.', hint: 'What.' }
const one = { id: 1, title: 'One', printed_at: '2026-01-02T12:00:00+00:00' }

/**
 * What PostgREST 14.12 answers. No program of it was at hand: the statuses, codes and bodies were
 * measured on a real server once, and the headers and the rest are written from its source
 * (`src/PostgREST/Error.hs`, `ApiRequest.hs`, `Response.hs` of the tag v14.12).
 */
export const calls: Call[] = [
  {
    name: 'profile: of a table',
    request: 'GET /contract_books?id=eq.1',
    headers: profile,
    status: 200,
    answered: { 'content-profile': 'public' },
    answer: [one],
  },
  {
    name: 'profile: of a function',
    request: 'POST /rpc/contract_echo',
    headers: { ...json, 'content-profile': 'public' },
    body: '{"word":"a"}',
    status: 200,
    answered: { 'content-profile': 'public' },
    answer: 'a',
  },
  {
    name: 'profile: of a function without an answer',
    request: 'POST /rpc/contract_fail',
    headers: { ...json, 'content-profile': 'public' },
    body: '{"code":"PT404"}',
    status: 404,
    answered: { 'content-profile': null, ...error('PT404') },
    answer: { code: 'PT404', ...raised },
  },
  {
    name: 'description of the API',
    request: 'GET /',
    headers: { accept: 'application/openapi+json' },
    status: 200,
    answer: { swagger: '2.0', basePath: '/' },
  },
  {
    name: 'profile: unknown',
    request: 'GET /contract_books',
    headers: { 'accept-profile': 'auth' },
    status: 406,
    answered: error('PGRST106'),
    answer: { code: 'PGRST106', message: 'Invalid schema: auth' },
  },
  {
    name: 'time zone: of a function',
    request: 'GET /rpc/contract_zone',
    headers: { prefer: 'timezone=America/Los_Angeles' },
    status: 200,
    answered: { 'preference-applied': 'timezone=America/Los_Angeles' },
    answer: 'America/Los_Angeles',
  },
  {
    name: 'time zone: of a table',
    request: 'GET /contract_books?id=eq.1',
    headers: { prefer: 'timezone=America/Los_Angeles' },
    status: 200,
    answered: { 'preference-applied': 'timezone=America/Los_Angeles' },
    answer: [{ ...one, printed_at: '2026-01-02T04:00:00-08:00' }],
  },
  {
    name: 'time zone: unknown',
    request: 'GET /rpc/contract_zone',
    headers: { prefer: 'timezone=Nowhere' },
    status: 200,
    answered: { 'preference-applied': null },
    answer: 'UTC',
  },
  {
    name: 'time zone: unknown, strict',
    request: 'GET /rpc/contract_zone',
    headers: { prefer: 'handling=strict, timezone=Nowhere' },
    status: 400,
    answered: error('PGRST122'),
    answer: {
      code: 'PGRST122',
      message: 'Invalid preferences given with handling=strict',
      details: 'Invalid preferences: timezone=Nowhere',
    },
  },
  {
    name: 'count: exact',
    request: 'GET /contract_books?select=id&limit=1',
    headers: { prefer: 'count=exact' },
    status: 206,
    answered: { 'content-range': '0-0/3', 'preference-applied': 'count=exact' },
    answer: [{ id: 1 }],
  },
  {
    name: 'count: estimated, few rows',
    request: 'GET /contract_books?select=id&limit=1',
    headers: { prefer: 'count=estimated' },
    status: 206,
    answered: { 'content-range': '0-0/3', 'preference-applied': 'count=estimated' },
    answer: [{ id: 1 }],
  },
  {
    name: 'token: of an unknown role',
    request: 'GET /contract_books',
    as: 'unknown role',
    status: 401,
    answered: { 'www-authenticate': 'Bearer', ...error('22023') },
    answer: { code: '22023', message: 'role "nobody_there" does not exist', hint: null },
  },
  {
    name: 'token: of one part',
    request: 'GET /contract_books',
    as: { token: 'x' },
    status: 401,
    answered: invalid('Expected 3 parts in JWT; got 1'),
    answer: { code: 'PGRST301', message: 'Expected 3 parts in JWT; got 1' },
  },
  {
    name: 'token: junk of three parts',
    request: 'GET /contract_books',
    as: { token: 'a.b.c' },
    status: 401,
    answered: invalid('JWT cryptographic operation failed'),
    answer: { code: 'PGRST301', message: 'JWT cryptographic operation failed' },
  },
  {
    name: 'right: missing, without a token',
    request: 'PATCH /contract_books?id=eq.1',
    headers: json,
    body: '{"title":"x"}',
    status: 401,
    answered: { 'www-authenticate': 'Bearer', ...error('42501') },
    answer: { code: '42501' },
  },
  {
    name: 'right: missing, of a person',
    request: 'PATCH /contract_books?id=eq.1',
    as: 'person',
    headers: json,
    body: '{"title":"x"}',
    status: 403,
    answered: { 'www-authenticate': null, ...error('42501') },
    answer: { code: '42501' },
  },
  {
    name: 'argument: a word that is an operator',
    request: 'GET /rpc/contract_echo?word=like',
    status: 200,
    answer: 'like',
  },
  {
    name: 'argument: the word is',
    request: 'GET /rpc/contract_echo?word=is',
    status: 200,
    answer: 'is',
  },
  {
    name: 'argument: an operator with a value',
    request: 'GET /rpc/contract_books_named?word=eq.One',
    status: 400,
    answered: error('42703'),
    answer: { code: '42703' },
  },
  {
    name: 'argument: the word not with a value',
    request: 'GET /rpc/contract_books_named?word=not.me',
    status: 400,
    answered: error('PGRST100'),
    answer: { code: 'PGRST100' },
  },
  {
    name: 'argument: an address, which contains a point',
    request: 'GET /rpc/contract_echo?word=ann.example',
    status: 200,
    answer: 'ann.example',
  },
  {
    name: 'argument: a NUL character in the address',
    request: 'GET /rpc/contract_echo?word=ab%00cd',
    status: 200,
    answer: 'ab',
  },
  {
    name: 'argument: a NUL character in the body',
    request: 'POST /rpc/contract_echo',
    headers: json,
    body: '{"word":"ab\\u0000cd"}',
    status: 400,
    answered: error('22P05'),
    answer: { code: '22P05' },
  },
  {
    name: 'body: half of a surrogate pair',
    request: 'POST /rpc/contract_echo',
    headers: json,
    body: '{"word":"half \\ud800"}',
    status: 400,
    answered: error('PGRST102'),
    answer: { code: 'PGRST102', message: 'Empty or invalid json' },
  },
  {
    name: 'body: no JSON',
    request: 'POST /rpc/contract_echo',
    headers: json,
    body: '{',
    status: 400,
    answered: error('PGRST102'),
    answer: { code: 'PGRST102', message: 'Empty or invalid json' },
  },
  {
    name: 'body: of a GET request',
    request: 'GET /rpc/contract_echo?word=a',
    headers: json,
    body: '{"word":"b"}',
    status: 200,
    answer: 'a',
  },
  {
    name: 'body: an empty list, and one row',
    request: 'POST /rpc/contract_row',
    headers: json,
    body: '[]',
    status: 200,
    answer: one,
  },
  {
    name: 'body: an empty list, and rows',
    request: 'POST /rpc/contract_books_named',
    headers: json,
    body: '[]',
    status: 200,
    answer: [
      one,
      { ...one, id: 2, title: 'Two', printed_at: null },
      { ...one, id: 3, title: 'Three', printed_at: null },
    ],
  },
  {
    name: 'body: plain text',
    request: 'POST /rpc/contract_echo',
    headers: { 'content-type': 'text/plain' },
    body: 'word',
    status: 404,
    answered: error('PGRST202'),
    answer: {
      code: 'PGRST202',
      message: 'Could not find the function public.contract_echo in the schema cache',
      details:
        'Searched for the function public.contract_echo with a single unnamed text parameter, ' +
        'but no matches were found in the schema cache.',
    },
  },
  {
    name: 'body: plain text for a table',
    request: 'POST /contract_books',
    headers: { 'content-type': 'text/plain' },
    body: 'word',
    status: 400,
    answered: error('PGRST102'),
    answer: { code: 'PGRST102', message: 'Content-Type not acceptable: text/plain' },
  },
  ...['P0001', '23514', '22023', 'XY123'].map((code) => ({
    name: `error: ${code}`,
    request: 'POST /rpc/contract_fail',
    headers: json,
    body: JSON.stringify({ code }),
    status: 400,
    answered: error(code),
    answer: { code, ...raised },
  })),
  ...['23503', '23505'].map((code) => ({
    name: `error: ${code}`,
    request: 'POST /rpc/contract_fail',
    headers: json,
    body: JSON.stringify({ code }),
    status: 409,
    answered: error(code),
    answer: { code, ...raised },
  })),
  ...['PT404', 'PT409', 'PT422', 'PT429'].map((code) => ({
    name: `error: ${code}`,
    request: 'POST /rpc/contract_fail',
    headers: json,
    body: JSON.stringify({ code }),
    status: Number(code.slice(2)),
    answered: error(code),
    answer: { code, ...raised },
  })),
  {
    name: 'error: PT401',
    request: 'POST /rpc/contract_fail',
    headers: json,
    body: '{"code":"PT401"}',
    status: 401,
    answered: { 'www-authenticate': 'Bearer', ...error('PT401') },
    answer: { code: 'PT401', ...raised },
  },
  {
    name: 'error: 42501 without a token',
    request: 'POST /rpc/contract_fail',
    headers: json,
    body: '{"code":"42501"}',
    status: 401,
    answered: { 'www-authenticate': 'Bearer', ...error('42501') },
    answer: { code: '42501', ...raised },
  },
  {
    name: 'error: 40001',
    request: 'POST /rpc/contract_fail_once',
    headers: json,
    body: '{}',
    status: 200,
    answer: 'repeated',
  },
  {
    name: 'error: a table that does not exist',
    request: 'GET /contract_books_of_mine',
    status: 404,
    answered: error('PGRST205'),
    answer: {
      code: 'PGRST205',
      message: "Could not find the table 'public.contract_books_of_mine' in the schema cache",
      details: null,
    },
  },
  {
    name: 'error: a table of another schema',
    request: 'GET /profiles',
    status: 404,
    answered: error('PGRST205'),
    answer: { code: 'PGRST205', hint: null },
  },
  {
    name: 'error: a table with a mistake in its name',
    request: 'GET /contract_book',
    status: 404,
    answered: error('PGRST205'),
    answer: { code: 'PGRST205', hint: "Perhaps you meant the table 'public.contract_books'" },
  },
  {
    name: 'error: a function that does not exist',
    request: 'POST /rpc/nothing_like_it',
    headers: json,
    body: '{}',
    status: 404,
    answered: error('PGRST202'),
    answer: { code: 'PGRST202', hint: null },
  },
  {
    name: 'error: a wrong method of a function',
    request: 'PATCH /rpc/contract_echo',
    headers: json,
    body: '{}',
    status: 405,
    answered: error('PGRST101'),
    answer: { code: 'PGRST101', message: 'Cannot use the PATCH method on RPC' },
  },
  {
    name: 'error: a path of three parts',
    request: 'GET /contract_books/1/2',
    status: 404,
    answered: error('PGRST125'),
    answer: { code: 'PGRST125', message: 'Invalid path specified in request URL' },
  },
  {
    name: 'error: one row of none',
    request: 'GET /contract_books?id=eq.9',
    headers: { accept: 'application/vnd.pgrst.object+json' },
    status: 406,
    answered: error('PGRST116'),
    answer: {
      code: 'PGRST116',
      message: 'Cannot coerce the result to a single JSON object',
      details: 'The result contains 0 rows',
      hint: null,
    },
  },
  {
    name: 'error: a range behind the end',
    request: 'GET /contract_books?offset=9',
    headers: { prefer: 'count=exact' },
    status: 416,
    answer: {
      code: 'PGRST103',
      details: 'An offset of 9 was requested, but there are only 3 rows.',
    },
  },
]
