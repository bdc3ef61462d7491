import { createHmac, randomUUID } from 'node:crypto'
import { refusal } from '../../src/cli/prove/expected/callers.ts'
import { functions } from '../../src/cli/prove/expected/functions.ts'
import type { Role } from '../../src/cli/prove/roles.ts'
import type { Attack } from './attack.ts'
import type { Attacker, AttackStack } from './attack-stack.ts'
import { exposedFunctions, madeUp, request } from './functions.ts'

/** Tokens and sessions: revoked tokens, and forged tokens. */
export async function identity(stack: AttackStack): Promise<Attack[]> {
  return [...(await deadTokens(stack)), ...forgedTokens(stack), ...sessions(stack)]
}

const BEARERS: Record<string, Role> = {
  nobody: 'anon',
  nina: 'newcomer',
  susi: 'suspended',
  dora: 'deactivated',
  bert: 'banned',
  olga: 'signed_out',
  gone: 'deleted',
}

/** Calls every function as each role whose token must be refused. */
async function deadTokens(stack: AttackStack): Promise<Attack[]> {
  const callers = new Map(functions.map(({ name, expected }) => [name, expected.callers]))
  const exposed = await exposedFunctions(stack)
  return Object.entries(BEARERS).flatMap(([name, role]) =>
    exposed.flatMap((one): Attack[] => {
      const refused = refusal(callers.get(one.name) ?? 'person', role)
      // A command that the role may call is not an attack.
      if (!refused && !one.isReading) return []
      return [
        {
          name: `${one.name} as ${role}`,
          ...request(one, madeUp(one, stack.ids)),
          as: stack.people[name],
          expects: refused ? (refused === 'profile_exists' ? 'bad' : 'denied') : 'harmless',
        },
      ]
    }),
  )
}

function forgedTokens(stack: AttackStack): Attack[] {
  const { mallory, otto } = stack.people as Record<string, Attacker>
  const [head = '', body = '', signature = ''] = mallory?.token.split('.') ?? []
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const sign = (payload: object, secret: string) => {
    const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}`
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
  }
  const asOtto = { ...claims, sub: otto?.id }
  const known = [
    'super-secret-jwt-token-with-at-least-32-characters-long', // of the Supabase CLI
    ...['secret', '', 'your-256-bit-secret', stack.publishableKey, String(mallory?.id)],
  ]
  const tokens: Record<string, string> = {
    'another person by the same signature': `${head}.${part(asOtto)}.${signature}`,
    'no expiry by the same signature': `${head}.${part({ ...claims, exp: 4e9 })}.${signature}`,
    'no algorithm': `${part({ alg: 'none', typ: 'JWT' })}.${part(asOtto)}.`,
    'an algorithm in capitals': `${part({ alg: 'NONE' })}.${part(asOtto)}.${signature}`,
    'another algorithm': `${part({ alg: 'RS256', typ: 'JWT' })}.${part(asOtto)}.${signature}`,
    'a key of its own': `${part({ alg: 'HS256', jwk: { kty: 'oct', k: 'AA' } })}.${part(asOtto)}.${signature}`,
    'a key id that is a path': `${part({ alg: 'HS256', kid: '../../dev/null' })}.${part(asOtto)}.${signature}`,
    'no signature': `${head}.${body}.`,
    'half a signature': `${head}.${body}.${signature.slice(0, 20)}`,
    'two parts': `${head}.${body}`,
    'not base64': 'a.b.c',
    'a word': 'null',
    'the id of a person': String(otto?.id),
    'a refresh token': String(mallory?.refresh),
    'an invented secret key': `sb_secret_${randomUUID().replaceAll('-', '')}`,
    ...Object.fromEntries(
      ['service_role', 'postgres', 'supabase_admin', 'authenticated'].flatMap((role) =>
        known.map((secret, index) => [
          `${role} signed with known secret ${index + 1}`,
          sign({ ...asOtto, role, exp: 4e9 }, secret),
        ]),
      ),
    ),
  }
  return Object.entries(tokens).flatMap(([name, token]): Attack[] => {
    const headers = { authorization: `Bearer ${token}` }
    return [
      {
        name,
        headers,
        method: 'POST',
        path: '/rest/v1/rpc/my_profile',
        body: {},
        expects: 'denied',
      },
      {
        ...{ name: `${name}, for the files to delete`, headers, method: 'POST', body: {} },
        ...{ path: '/rest/v1/rpc/claim_file_deletions', expects: 'denied' },
      },
    ]
  })
}

function sessions({ people }: AttackStack): Attack[] {
  const renew = (name: string, who: string): Attack => ({
    ...{ name, method: 'POST', path: '/auth/v1/token?grant_type=refresh_token' },
    ...{ body: { refresh_token: people[who]?.refresh }, expects: 'refused' },
  })
  const login = (email: string, password: unknown): Attack => ({
    ...{ name: `log in with ${JSON.stringify(password)}`, method: 'POST' },
    ...{
      path: '/auth/v1/token?grant_type=password',
      body: { email, password },
      expects: 'refused',
    },
  })
  const otto = people.otto?.email ?? ''
  return [
    renew('renew a session that was ended', 'olga'),
    renew('renew the session of a deleted account', 'gone'),
    ...["' or 1=1 --", '', null, {}, [], true, 'x'.repeat(100)].map((word) => login(otto, word)),
    login("' or ''='", 'x'),
    {
      name: 'change a password without a login',
      method: 'PUT',
      path: '/auth/v1/user',
      body: { password: 'mine now 123' },
      expects: 'denied',
    },
  ]
}
