import { expect, it } from 'vitest'
import type { Social } from '../../../src/sdk/client.ts'
import { fake } from '../../support/fake.ts'
import { lists } from '../../support/lists.ts'
import { sql } from '../../support/stack.ts'
import { commands, onComments, onPeople, onPosts } from '../../support/verbs.ts'

/** Everything this SDK can do with the database. */
async function doEverything(social: Social): Promise<void> {
  const verbs = Object.values({ ...onPosts, ...onComments, ...onPeople }).map(([verb]) => verb)
  for (const verb of [...Object.values(commands), ...verbs]) await verb(social, 'an-id')
  for (const list of Object.values(lists)) await list(social, 'an-id', {})
  await social.limits()
  await social.profiles.create({ username: 'anna' })
  await social.profiles.getByUsername('anna')
  await social.profiles.checkUsername('anna')
  await social.profiles.erasureReceipt('an-id')
}

it('calls every function that people may call, those that only read by GET', async () => {
  const functions = await sql<{ name: string; method: string }[]>`
    select proname as name, case provolatile when 'v' then 'POST' else 'GET' end as method
    from pg_proc
    where pronamespace = 'social'::regnamespace
      and has_function_privilege('authenticated', oid, 'execute')
      and proname <> 'begin_ingest' -- for the edge function
    order by proname`
  const { social, sent } = fake(() => ({ body: [] }))
  await doEverything(social)
  const called = sent.flatMap(({ path, method }) => {
    const name = /^\/rest\/v1\/rpc\/(\w+)$/.exec(path)?.[1]
    return name ? `${method} ${name}` : []
  })
  const expected = functions.map(({ name, method }) => `${method} ${name}`)
  expect([...new Set(called)].sort()).toEqual(expected.sort())
})
