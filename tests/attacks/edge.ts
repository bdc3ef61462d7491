import { randomUUID } from 'node:crypto'
import { FUNCTIONS } from '../../src/cli/project/config.ts'
import { release } from '../../src/sdk/release.ts'
import type { Attack } from './attack.ts'
import type { Answer, AttackStack } from './attack-stack.ts'

const ANSWER = JSON.stringify({ function: 'social-worker', release })

/**
 * Sends bodies that no edge function accepts, as a person, without a login and with the secret key.
 * Each answer must be the error `invalid_input` with a hint.
 */
export function edgeBodies({ people, publishableKey, secretKey, ids }: AttackStack): Attack[] {
  const json = { 'content-type': 'application/json' }
  const callers: Record<string, Record<string, string>> = {
    'a person': { authorization: `Bearer ${people.mallory?.token}` },
    'the publishable key': { authorization: `Bearer ${publishableKey}` },
    'the secret key': { apikey: secretKey, authorization: `Bearer ${secretKey}` },
  }
  const id = String(ids.mallory)
  const fields = ['upload_id', 'purpose', 'profile_id', 'poster_id'].flatMap((field) =>
    [null, 7, true, '', [], {}, [id], `${id}\u0000`, "x' or true --", 'x'.repeat(9000)].map(
      (value) => JSON.stringify({ upload_id: id, [field]: value }),
    ),
  )
  const listings = [
    ...[null, 7, true, '', {}, id, [7], [null], [[id]], [{}]].map((paths) => ({ paths })),
    ...['60', 0, -1, 1.5, true, [], {}].map((expires_in) => ({ paths: [id], expires_in })),
  ].map((body) => JSON.stringify(body))
  const cases = [
    ...JUNK.map((body) => ({ name: 'social-ingest', body, headers: json })),
    ...['{}', ...fields].map((body) => ({ name: 'social-ingest', body, headers: json })),
    ...JUNK.filter((body) => body !== '').map((body) => ({
      ...{ name: 'social-worker', body, headers: json },
    })),
    ...JUNK.map((body) => ({ name: 'social-files', body, headers: json })),
    ...['{}', ...listings].map((body) => ({ name: 'social-files', body, headers: json })),
    // social-worker has no fields, so it accepts every content type.
    ...FUNCTIONS.filter((name) => name !== 'social-worker').flatMap((name) =>
      ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'x'].map(
        (type) => ({
          ...{ name, headers: { 'content-type': type } },
          body: JSON.stringify({ upload_id: id, paths: [] }),
        }),
      ),
    ),
  ]
  return Object.entries(callers).flatMap(([caller, key]) =>
    cases.map(
      ({ name, body, headers }): Attack => ({
        name: `${name} with the body ${body.slice(0, 40)} (${headers['content-type']}) as ${caller}`,
        ...{ method: 'POST', path: `/functions/v1/${name}`, headers: { ...key, ...headers }, body },
        ...{ expects: 'bad', holds: isInvalidInput },
      }),
    ),
  )
}

const JUNK = [
  ...['', ' ', 'null', '[]', '[{}]', '7', '-0', '1e999', 'true', '"x"', '{', '}', '{}{}', 'NaN'],
  ...[
    '{"a":}',
    "{'a':1}",
    '\u0000',
    '\ufeff',
    '<xml/>',
    'a=b',
    '['.repeat(5000),
    '{"a":'.repeat(5000),
  ],
  `{"upload_id":"${'x'.repeat(200_000)}"}`,
]

/** Sends every method with keys and tokens of every form to each edge function. None may fail. */
export function edgeRequests({ people }: AttackStack): Attack[] {
  const person = `Bearer ${people.mallory?.token}`
  const keys: Record<string, string>[] = [
    ...[
      {},
      { apikey: '' },
      { apikey: '', authorization: '' },
      { apikey: '', authorization: person },
    ],
    ...['Bearer', 'Bearer a.b.c', 'Bearer null', 'Basic eDp4', 'x'].map((authorization) => ({
      ...{ apikey: '', authorization },
    })),
    ...['x', 'null', '\u00fc', 'x'.repeat(4000)].map((apikey) => ({
      apikey,
      authorization: person,
    })),
  ]
  return FUNCTIONS.flatMap((name) =>
    ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'].flatMap((method) =>
      keys.map((headers): Attack => {
        const hasBody = !['GET', 'HEAD', 'OPTIONS'].includes(method)
        return {
          ...{ name: `${method} ${name} with ${JSON.stringify(headers).slice(0, 60)}`, method },
          ...{ path: `/functions/v1/${name}`, headers, expects: 'harmless' },
          ...(hasBody && { body: { upload_id: randomUUID(), paths: ['x/x.jpg'] } }),
        }
      }),
    ),
  )
}

function isInvalidInput({ status, text }: Answer): string | undefined {
  const { code, message, hint } = Object(JSON.parse(text))
  const isRight = status === 400 && code === 'invalid_input' && message && hint
  return isRight ? undefined : `it answers ${status} ${text.slice(0, 99)}`
}

/**
 * Calls the worker without the secret key. The worker must accept only the secret key. A GET request
 * may only return the release.
 */
export function edge({ people, publishableKey }: AttackStack): Attack[] {
  const bearers: Record<string, Record<string, string>> = {
    'no token': {},
    'the token of a person': { authorization: `Bearer ${people.mallory?.token}` },
    'the publishable key': { authorization: `Bearer ${publishableKey}` },
    'an invented secret key': {
      apikey: 'sb_secret_0123456789',
      authorization: 'Bearer sb_secret_x',
    },
    'an empty key': { apikey: '' },
  }
  return Object.entries(bearers).flatMap(([name, headers]) =>
    ['GET', 'POST', 'DELETE'].map(
      (method): Attack => ({
        ...{ name: `${method} social-worker with ${name}`, method, headers },
        expects: method === 'GET' ? 'fine' : 'refused',
        ...{
          path: '/functions/v1/social-worker',
          ...(method === 'POST' && { body: { user_id: people.otto?.id } }),
        },
        holds: ({ text }) => {
          const leaks = /removed|sb_secret_(?!0123456789|x)/.test(text)
          return leaks || (method === 'GET' && text !== ANSWER) ? `it answers ${text}` : undefined
        },
      }),
    ),
  )
}
