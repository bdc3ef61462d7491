import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/sdk/result.ts'
import { type Stack, startStack } from '../../../tools/local-stack/stack.ts'

/** A separate stack, because this test closes the table access that other tests need. */
let own: Stack
let test: typeof import('../../support/people.ts') &
  typeof import('../../support/http.ts') &
  typeof import('../../support/cast.ts') &
  typeof import('../../support/steps.ts') &
  typeof import('../../support/stack.ts')

beforeAll(async () => {
  own = await startStack({ purges: false })
  process.env.SOCIAL_URL = own.url
  process.env.SOCIAL_PUBLISHABLE_KEY = own.publishableKey
  process.env.SOCIAL_SECRET_KEY = own.secretKey
  process.env.SOCIAL_DATABASE_URL = own.databaseUrl
  process.env.SOCIAL_MAIL_URL = own.mailUrl
  test = {
    ...(await import('../../support/people.ts')),
    ...(await import('../../support/http.ts')),
    ...(await import('../../support/cast.ts')),
    ...(await import('../../support/steps.ts')),
    ...(await import('../../support/stack.ts')),
  }
})

afterAll(async () => {
  await test?.sql.end()
  await own?.stop()
})

async function setTableAccess(access: string): Promise<void> {
  await test.sql`select social_private.set_direct_table_access(${access})`
}

async function tables(): Promise<string[]> {
  const rows = await test.sql<{ name: string }[]>`select relname as name from pg_class
    where relnamespace = 'social'::regnamespace and relkind in ('r', 'v') order by relname`
  return rows.map(({ name }) => name)
}

/** Sends a GET request to each table. Returns 200 or the error code for each table. */
async function readAll(who: Parameters<typeof test.send>[0]): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {}
  for (const table of await tables()) {
    const { status, body } = await test.send(who, 'GET', `${table}?limit=1`)
    all[table] = status === 200 ? status : body.code
  }
  return all
}

async function allAs(result: unknown): Promise<Record<string, unknown>> {
  return Object.fromEntries((await tables()).map((name) => [name, result]))
}

describe('with direct table access closed', () => {
  beforeAll(async () => {
    await setTableAccess('closed')
    await test.gather()
  })

  it('only the secret key can read tables', async () => {
    const alice = await test.person('alice')
    expect(await readAll('nobody')).toEqual(await allAs('42501'))
    expect(await readAll(alice)).toEqual(await allAs('42501'))
    expect(await readAll('secret')).toEqual(await allAs(200))
  })

  it('every function works as it does with direct table access open', async () => {
    expect(Object.keys(test.steps).sort()).toEqual([...test.methods.keys()])
    for (const [name, step] of Object.entries(test.steps)) {
      const [answer, expected] = await test.take(name, step)
      expect(answer, name).toEqual(expected)
    }
  })

  it('uploads work, and files are visible only to people who can see the post', async () => {
    const [alice, fan, other] = await test.people('alice', 'fan', 'other')
    await test.befriend(fan, alice)
    const post = await test.publish(alice, { visibility: 'followers' })
    const urls = async ({ social }: typeof alice) =>
      Object.values(unwrap(await social.media.createSignedUrls([post])))
    const [url] = await urls(fan)
    expect((await fetch(url ?? '')).status).toBe(200)
    expect(await urls(other)).toEqual([null])
  })
})

describe('with direct table access open', () => {
  it('only to signed-in people, they can read tables and anonymous visitors cannot', async () => {
    const alice = await test.person('alice')
    await setTableAccess('signed_in')
    expect(await readAll('nobody')).toEqual(await allAs('42501'))
    expect(await readAll(alice)).toEqual(await allAs(200))
  })

  it('to everybody, anonymous visitors can read every table except the tables with only private rows', async () => {
    await setTableAccess('everybody')
    const ownOnly = { comment_edits: '42501', post_edits: '42501', saves: '42501' }
    expect(await readAll('nobody')).toEqual({ ...(await allAs(200)), ...ownOnly })
  })
})
