import '../support/own-stack.ts'

import { createClient } from '@supabase/supabase-js'
import postgres from 'postgres'
import { afterAll, expect, it } from 'vitest'
import { unwrap } from '../../src/sdk/result.ts'
import { SUPERUSER } from '../../tools/local-stack/postgres.ts'
import { elsewhere, nobody, type Person, people, publish } from '../support/people.ts'
import { sql, stack } from '../support/stack.ts'

const address = new URL(stack.databaseUrl)
address.username = SUPERUSER
const superuser = postgres(address.href, { max: 1, onnotice() {} })
afterAll(() => superuser.end())

const auth = { persistSession: false, autoRefreshToken: false }
const admin = createClient(stack.url, stack.secretKey, { auth })

/** Lists the tables of Auth with rows that contain the id or the address of a person. */
async function traces({ id, email }: Person): Promise<string[]> {
  const tables = await superuser<{ name: string }[]>`
    select format('%I.%I', relnamespace::regnamespace, relname) as name from pg_class
    where relnamespace = 'auth'::regnamespace and relkind = 'r' order by relname`
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await superuser.unsafe(
      `select from ${name} as t where lower(t::text) like any (array['%' || $1 || '%', '%' || $2 || '%'])`,
      [id, email],
    )
    if (rows.length > 0) found.push(name)
  }
  return found
}

/** Leaves rows of a person in the tables of Auth that have no foreign key. */
async function useAuth(who: Person): Promise<void> {
  const { email } = await elsewhere(who)
  await nobody().supabase.auth.signInWithPassword({ email, password: 'a wrong guess' })
  const pkce = createClient(stack.url, stack.publishableKey, {
    auth: { ...auth, flowType: 'pkce' },
  })
  expect((await pkce.auth.resetPasswordForEmail(email)).error).toBeNull()
  // An identity that the person began to link, and a token of an old version of Auth.
  await superuser`insert into auth.flow_state
      (id, linking_target_id, provider_type, authentication_method, created_at, updated_at)
    values (gen_random_uuid(), ${who.id}, 'github', 'oauth', now(), now())`
  await superuser`insert into auth.refresh_tokens
      (instance_id, token, user_id, revoked, created_at, updated_at)
    values ('00000000-0000-0000-0000-000000000000', gen_random_uuid(), ${who.id}, true, now(), now())`
}

async function erase({ social, password }: Person): Promise<void> {
  unwrap(await social.account.delete({ password, immediately: true }))
  let isDone = false
  while (!isDone) {
    const [work] = await sql`select is_done from social_private.run_maintenance(1000)`
    isDone = work?.is_done
  }
}

it('an erasure leaves neither the id nor the address of the person in the tables of Auth', async () => {
  const [anna, ben] = await people('anna', 'ben')
  await useAuth(anna)
  await useAuth(ben)
  expect(await traces(anna)).toContain('auth.audit_log_entries')
  const tracesOfBen = await traces(ben)
  await erase(anna)
  expect(await traces(anna)).toEqual([])
  expect(await traces(ben)).toEqual(tracesOfBen)
})

it('an account is erased although the worker may not delete the log of Auth', async () => {
  const [carol] = await people('carol')
  await useAuth(carol)
  const rights = 'delete on auth.audit_log_entries, auth.flow_state'
  await superuser.unsafe(`revoke ${rights} from postgres`)
  try {
    await erase(carol)
  } finally {
    await superuser.unsafe(`grant ${rights} to postgres`)
  }
  expect(await traces(carol)).not.toContain('auth.users')
  expect(await traces(carol)).toContain('auth.audit_log_entries')
  expect(await sql`select from social_private.failed_work`).toHaveLength(0)
})

it('a soft delete by the admin API hides the account, and the worker erases it after 30 days', async () => {
  const [dora, emil] = await people('dora', 'emil')
  const post = await publish(dora)
  const { error } = await admin.auth.admin.deleteUser(dora.id, true)
  expect(error).toBeNull()
  expect((await emil.social.profiles.get(dora.id)).error?.code).toBe('profile_not_found')
  expect((await emil.social.posts.get(post.id)).error?.code).toBe('post_not_found')
  const [erasure] = await sql`
    select extract(day from erases_at - now())::int as days, is_from_auth
    from social_private.erasures where profile_id = ${dora.id}`
  expect(erasure).toEqual({ days: expect.toBeOneOf([29, 30]), is_from_auth: true })

  await sql`update auth.users set deleted_at = null where id = ${dora.id}`
  expect(unwrap(await emil.social.posts.get(post.id)).id).toBe(post.id)

  await sql`update auth.users set deleted_at = now() where id = ${dora.id}`
  await sql`update social_private.erasures set erases_at = now() where profile_id = ${dora.id}`
  for (let n = 0; n < 20; n++) await sql`select social_private.run_maintenance(1000)`
  expect(await traces(dora)).toEqual([])
})
