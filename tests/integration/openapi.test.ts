import { beforeAll, describe, expect, test } from 'vitest'
import { type Caller, send } from '../support/http.ts'
import { people } from '../support/people.ts'
import { sql } from '../support/stack.ts'

const schemas = await sql<{ name: string }[]>`
  select nspname as name from pg_namespace
  where nspname not in ('public', 'social') and nspname !~ '^pg_(toast|temp)'`
const closed = [...schemas.map(({ name }) => name), 'vault', 'net', 'no_such_schema']

let callers: Caller[]
beforeAll(async () => {
  callers = ['nobody', ...(await people('reader')), 'secret']
})

describe('SEC-47 the Data API serves no schema but social and public', () => {
  test('the database has schemas besides social and public', () => {
    expect(closed).toEqual(
      expect.arrayContaining(['social_private', 'auth', 'storage', 'extensions', 'pg_catalog']),
    )
  })

  test.each(closed)('the Data API rejects requests for the schema %s', async (schema) => {
    for (const caller of callers) {
      for (const [method, path] of [
        ['GET', 'users'],
        ['POST', 'posts'],
        ['GET', 'rpc/version'],
        ['POST', 'rpc/version'],
      ] as const) {
        const body = method === 'POST' ? {} : undefined
        const { status } = await send(caller, method, path, body, schema)
        expect({ method, path, status }).toEqual({ method, path, status: 406 })
      }
      // Without the secret key, the OpenAPI description is refused for every schema.
      const { status } = await send(caller, 'GET', '', undefined, schema)
      expect(status).toBe(caller === 'secret' ? 406 : 403)
    }
  })
})

test('SEC-47 only the secret key can read the OpenAPI description', async () => {
  for (const caller of callers.filter((caller) => caller !== 'secret')) {
    expect(await send(caller, 'GET', '')).toEqual({
      status: 403,
      body: { message: 'You cannot consume this service' },
    })
  }
})

// In hosted projects, the OpenAPI description contains comments, types and defaults. The local
// stack (npm package @supabase/lite) omits comments, types and defaults, so this test reads them
// from the catalog.
test('SEC-47 the OpenAPI description names nothing outside of social', async () => {
  const described = await sql<{ name: string; text: string }[]>`
    select attrelid::regclass || '.' || attname as name, concat_ws(
      ' ', format_type(atttypid, atttypmod), pg_get_expr(adbin, adrelid),
      obj_description(attrelid, 'pg_class'), col_description(attrelid, attnum)
    ) as text
    from pg_attribute
    join pg_class on pg_class.oid = attrelid
    left join pg_attrdef on adrelid = attrelid and adnum = attnum
    where relnamespace = 'social'::regnamespace and relkind in ('r', 'v', 'c') and attnum > 0
    union all
    select oid::regprocedure::text, concat_ws(
      ' ', pg_get_function_arguments(oid), pg_get_function_result(oid),
      obj_description(oid, 'pg_proc'))
    from pg_proc where pronamespace = 'social'::regnamespace`
  expect(described.length).toBeGreaterThan(100)
  const talks = /social_private|\b(auth|storage|extensions|vault|net)\.|supabase_migrations/
  // Ignore social_private.uuid_v7(), which is the default of the id columns.
  const given = described.map(
    ({ name, text }) => `${name} ${text.replace(/social_private.uuid_v7\(\)/, '')}`,
  )
  expect(given.filter((text) => talks.test(text))).toEqual([])
})
