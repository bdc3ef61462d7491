import postgres from 'postgres'
import type { Attack } from './attack.ts'
import type { Answer, AttackStack } from './attack-stack.ts'
import { closedFunctions } from './functions.ts'
import { writing } from './writing.ts'

/**
 * Requests to tables, functions, schemas and endpoints that are not exposed, and requests with
 * forged headers.
 */
export async function surface(stack: AttackStack): Promise<Attack[]> {
  return [
    ...(await tables(stack)),
    ...writing(stack),
    ...(await schemas(stack)),
    ...headers(stack),
    ...elsewhere(stack),
  ]
}

async function tables({ sql, people }: AttackStack): Promise<Attack[]> {
  const rows = await sql<{ name: string; schema: string }[]>`
    select relname as name, relnamespace::regnamespace::text as schema from pg_class
    where relkind in ('r', 'v', 'S') and relnamespace::regnamespace::text
      in ('social', 'social_private', 'auth', 'storage')`
  const readable = await sql<{ relation: string }[]>`
    select relation from social_private.readable_tables`
  const names = readable.map(({ relation }) => relation)
  return rows.flatMap(({ schema, name }): Attack[] => {
    const path = `/rest/v1/${name}`
    return [
      { name: `read ${schema}.${name} as nobody`, path, expects: 'denied' },
      {
        ...{ name: `read ${schema}.${name} as a stranger`, path, as: people.mallory },
        expects: names.includes(name) ? 'fine' : 'denied',
      },
    ]
  })
}

async function schemas(stack: AttackStack): Promise<Attack[]> {
  const { people } = stack
  const names = [
    ...['social_private', 'auth', 'storage', 'extensions', 'pg_catalog', 'net', 'vault', 'cron'],
    ...[
      'information_schema',
      'supabase_migrations',
      'social,social_private',
      '"social_private"',
      'SOCIAL_PRIVATE',
      ' social_private',
    ],
  ]
  const closed = await closedFunctions(stack)
  return [
    ...names.flatMap((schema): Attack[] =>
      ['config', 'users', 'rpc/version'].map((path) => ({
        ...{ name: `read ${path} of ${schema}`, path: `/rest/v1/${path}`, as: people.mallory },
        ...{ headers: { 'accept-profile': schema }, expects: 'denied' },
      })),
    ),
    ...closed.flatMap((name): Attack[] =>
      ['social_private', 'social', 'public'].map((schema) => ({
        ...{ name: `call ${name} in ${schema}`, method: 'POST', path: `/rest/v1/rpc/${name}` },
        ...{ as: people.mallory, headers: { 'content-profile': schema }, body: {} },
        expects: 'denied',
      })),
    ),
  ]
}

/** Sends headers that claim another role. Only the token may decide the role. */
function headers({ ids, people }: AttackStack): Attack[] {
  const claims = JSON.stringify({ sub: ids.otto, role: 'service_role' })
  const forged: Record<string, string>[] = [
    { 'x-forwarded-for': '127.0.0.1', 'sb-forwarded-for': '127.0.0.1', 'x-real-ip': '::1' },
    { 'x-user-id': ids.otto ?? '', 'x-supabase-user': ids.otto ?? '' },
    { 'request.jwt.claims': claims, 'x-jwt-claims': claims, 'request-jwt-claims': claims },
    { 'x-social-profile': ids.otto ?? '' },
    { 'x-hasura-role': 'admin', role: 'service_role', 'x-role': 'postgres' },
    { cookie: `sb-access-token=${people.otto?.token}; sub=${ids.otto}` },
    { prefer: 'params=single-object, tx=commit', 'x-original-url': '/rest/v1/rpc/my_profile' },
    { 'x-http-method-override': 'DELETE', 'x-client-info': `'; drop table social.posts; --` },
  ]
  return forged.map(
    (headers): Attack => ({
      ...{
        name: `forged headers ${Object.keys(headers).join(', ')}`,
        method: 'POST',
        headers,
        body: {},
      },
      ...{ path: '/rest/v1/rpc/my_profile', expects: 'denied' },
    }),
  )
}

function elsewhere({ people }: AttackStack): Attack[] {
  const introspection = { query: '{ __schema { types { name } } }' }
  const noTypes = ({ text }: Answer) =>
    /posts|profiles/i.test(text) ? 'it contains our types' : undefined
  return [undefined, people.mallory].flatMap((as): Attack[] => {
    const who = as?.name ?? 'nobody'
    return [
      {
        name: `OpenAPI as ${who}`,
        path: '/rest/v1/',
        as,
        expects: 'harmless',
        holds: ({ text }) =>
          /is_visible|can_view|require_actor/.test(text) ? 'it lists private functions' : undefined,
      },
      {
        name: `GraphQL as ${who}`,
        method: 'POST',
        path: '/graphql/v1',
        as,
        body: introspection,
        expects: 'denied',
        holds: noTypes,
      },
      ...[
        '/rest/v1/rpc',
        '/rest/v1/rpc/',
        '/rest/v1/../auth/v1/admin/users',
        '/auth/v1/admin/users',
        '/pg/query',
        '/rest-admin/v1/ready',
        '/analytics/v1/',
        '/storage/v1/s3/social-media',
      ].map((path): Attack => ({ name: `${path} as ${who}`, path, as, expects: 'refused' })),
    ]
  })
}

/** Tries to connect to Postgres as each API role. */
export async function logins({ databaseUrl }: AttackStack): Promise<string[]> {
  const achieved: string[] = []
  for (const role of ['anon', 'authenticated', 'service_role']) {
    const url = new URL(databaseUrl)
    url.username = role
    const sql = postgres(url.href, { max: 1, connect_timeout: 5, onnotice() {} })
    await sql`select 1`.then(
      () => achieved.push(`${role} logs in`),
      () => {},
    )
    await sql.end({ timeout: 1 })
  }
  return achieved
}
