import { expect, it } from 'vitest'
import type { Social } from '../../../src/sdk/client.ts'
import { fake } from '../../support/fake.ts'
import { lists } from '../../support/lists.ts'
import { sql } from '../../support/stack.ts'
import { commands, onComments, onPeople, onPosts } from '../../support/verbs.ts'

/** Calls every method of the SDK that uses the database. */
async function callEveryMethod(social: Social): Promise<void> {
  const verbs = Object.values({ ...onPosts, ...onComments, ...onPeople }).map(([verb]) => verb)
  for (const verb of [...Object.values(commands), ...verbs]) await verb(social, 'an-id')
  for (const list of Object.values(lists)) await list(social, 'an-id', {})
  await social.getLimits()
  await social.getVersion()
  await social.account.create({ username: 'anna' })
  await social.hashtags.get('sea')
  await social.hashtags.search('se')
  await social.hashtags.listTrending()
  await social.profiles.getByUsername('anna')
  await social.account.checkUsername('anna')
  await social.account.getErasureReceipt('an-id')
  const password = 'a good password'
  await social.auth.signUp({ email: 'anna@example.com', password, username: 'anna' })
}

it('the SDK calls every function that people may call, and calls read-only functions by GET', async () => {
  const functions = await sql<{ name: string; method: string }[]>`
    select proname as name, case provolatile when 'v' then 'POST' else 'GET' end as method
    from pg_proc
    where pronamespace = 'social'::regnamespace
      and has_function_privilege('authenticated', oid, 'execute')
      and proname not in ('begin_ingest', 'readable_files') -- for the edge functions
      and proname not in ('can_see_post', 'can_see_profile') -- for policies of the app's tables
      and proname not in ('watch_notifications', 'watch_post') -- subscriptions call them later
    order by proname`
  const { social, sent } = fake(() => ({ body: [] }))
  await callEveryMethod(social)
  const called = sent.flatMap(({ path, method }) => {
    const name = /^\/rest\/v1\/rpc\/(\w+)$/.exec(path)?.[1]
    return name ? `${method} ${name}` : []
  })
  const expected = functions.map(({ name, method }) => `${method} ${name}`)
  expect([...new Set(called)].sort()).toEqual(expected.sort())
})
