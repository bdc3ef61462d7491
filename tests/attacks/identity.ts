import { createHmac, randomUUID } from 'node:crypto'
import { refusal } from '../../src/cli/prove/expected/callers.ts'
import { functions } from '../../src/cli/prove/expected/functions.ts'
import type { Role } from '../../src/cli/prove/roles.ts'
import type { Attack } from './attack.ts'
import type { Attacker, AttackStack } from './attack-stack.ts'
import { exposedFunctions, madeUp, request } from './functions.ts'

/** Attacks with revoked tokens, forged tokens and sessions that have ended. */
export async function identity(stack: AttackStack): Promise<Attack[]> {
  return [...(await deadTokens(stack)), ...forgedTokens(stack), ...sessions(stack)]
}

const BEARERS: Record<string, Role> = {
  nobody: 'anon',
  nina: 'newcomer',
  anna: 'guest',
  susi: 'suspended',
  dora: 'deactivated',
  nico: 'unconfirmed',
  bert: 'banned',
  olga: 'signed_out',
  gone: 'deleted',
}

/** Calls every function as callers who have no valid session or no active profile. */
async function deadTokens(stack: AttackStack): Promise<Attack[]> {
  const callers = new Map(functions.map(({ name, expected }) => [name, expected.callers]))
  const exposed = await exposedFunctions(stack)
  return Object.entries(BEARERS).flatMap(([name, role]) =>
    exposed.flatMap((one): Attack[] => {
      const refused = refusal(callers.get(one.name) ?? 'person', role)
      // A call that writes is not an attack if the role may make this call.
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
    'super-secret-jwt-token-with-at-least-32-characters-long', // the default of the Supabase CLI
    ...['secret', '', 'your-256-bit-secret', stack.publishableKey, String(mallory?.id)],
  ]
  const tokens: Record<string, string> = {
    'the id of another person with the old signature': `${head}.${part(asOtto)}.${signature}`,
    'a later expiry with the old signature': `${head}.${part({ ...claims, exp: 4e9 })}.${signature}`,
    'the algorithm none': `${part({ alg: 'none', typ: 'JWT' })}.${part(asOtto)}.`,
    'the algorithm NONE in capitals': `${part({ alg: 'NONE' })}.${part(asOtto)}.${signature}`,
    'the algorithm RS256': `${part({ alg: 'RS256', typ: 'JWT' })}.${part(asOtto)}.${signature}`,
    'a key in the header': `${part({ alg: 'HS256', jwk: { kty: 'oct', k: 'AA' } })}.${part(asOtto)}.${signature}`,
    'a file path as key id': `${part({ alg: 'HS256', kid: '../../dev/null' })}.${part(asOtto)}.${signature}`,
    'an empty signature': `${head}.${body}.`,
    'half a signature': `${head}.${body}.${signature.slice(0, 20)}`,
    'only two parts': `${head}.${body}`,
    'text that is not base64': 'a.b.c',
    'the word null': 'null',
    'the id of a person': String(otto?.id),
    'a refresh token': String(mallory?.refresh),
    'an invented secret key': `sb_secret_${randomUUID().replaceAll('-', '')}`,
    ...Object.fromEntries(
      ['service_role', 'postgres', 'supabase_admin', 'authenticated'].flatMap((role) =>
        known.map((secret, index) => [
          `role ${role}, signed with known secret ${index + 1}`,
          sign({ ...asOtto, role, exp: 4e9 }, secret),
        ]),
      ),
    ),
  }
  return Object.entries(tokens).flatMap(([name, token]): Attack[] => {
    const headers = { authorization: `Bearer ${token}` }
    return [
      {
        name: `bearer token: ${name}`,
        headers,
        method: 'POST',
        path: '/rest/v1/rpc/my_profile',
        body: {},
        expects: 'denied',
      },
      {
        ...{
          name: `bearer token, for claim_file_deletions: ${name}`,
          headers,
          method: 'POST',
          body: {},
        },
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
    renew('renew a session that has ended', 'olga'),
    renew('renew the session of a deleted account', 'gone'),
    ...["' or 1=1 --", '', null, {}, [], true, 'x'.repeat(100)].map((word) => login(otto, word)),
    login("' or ''='", 'x'),
    {
      name: 'change a password without a token',
      method: 'PUT',
      path: '/auth/v1/user',
      body: { password: 'mine now 123' },
      expects: 'denied',
    },
  ]
}
