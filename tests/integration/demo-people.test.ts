import '../support/own-stack.ts'
import { readFileSync } from 'node:fs'
import { createClient } from '@supabase/supabase-js'
import { beforeAll, describe, expect, it } from 'vitest'
import { demoPeople } from '../../tools/local-stack/seed.ts'
import { newClient, sql, stack } from '../support/stack.ts'

/** The columns that are null in a user who signed up with an e-mail address and a password. */
const NULL_AFTER_SIGN_UP = [
  ...['invited_at', 'confirmation_sent_at', 'recovery_sent_at', 'email_change_sent_at', 'phone'],
  ...['is_super_admin', 'phone_confirmed_at', 'phone_change_sent_at', 'banned_until'],
  ...['reauthentication_sent_at', 'deleted_at', 'last_sign_in_at'],
]

beforeAll(() => sql.unsafe(readFileSync('supabase/seed.sql', 'utf8')))

describe('the demo people of seed.sql', () => {
  it('have every value that Auth writes when a person signs up', async () => {
    const users = await sql`select * from auth.users`
    expect(users).toHaveLength(demoPeople.length)
    for (const user of users) {
      const columns = Object.keys(user).filter((column) => user[column] === null)
      expect(columns.sort()).toEqual([...NULL_AFTER_SIGN_UP].sort())
    }
    const identities = await sql`select * from auth.identities`
    expect(identities).toHaveLength(demoPeople.length)
    for (const identity of identities) expect(Object.values(identity)).not.toContain(null)
  })

  it.each(demoPeople)('can sign in and refresh the session: $username', async (person) => {
    const client = newClient()
    const { error } = await client.auth.signInWithPassword(person)
    expect(error).toBeNull()
    expect((await client.auth.refreshSession()).error).toBeNull()
  })

  it('are in the list of users', async () => {
    const { data, error } = await createClient(stack.url, stack.secretKey).auth.admin.listUsers()
    expect(error).toBeNull()
    const emails = data.users.map(({ email }) => email).sort()
    expect(emails).toEqual(demoPeople.map(({ email }) => email).sort())
  })

  it('stay as they are if seed.sql runs again', async () => {
    const read = () => sql`select id, created_at, raw_user_meta_data from auth.users order by id`
    const before = await read()
    await sql.unsafe(readFileSync('supabase/seed.sql', 'utf8'))
    expect(await read()).toEqual(before)
  })
})
