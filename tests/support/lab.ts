import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import type postgres from 'postgres'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import { type Stack, startStack } from '../../tools/local-stack/stack.ts'

/** A temporary stack with the tables and functions of lab.sql, for the tests of the local stack. */
export interface Lab {
  stack: Stack
  sql: postgres.Sql
  /** Creates a client with its own session. */
  client(key?: string): SupabaseClient
  /** Signs up a new person. */
  person(): Promise<{ client: SupabaseClient; id: string; email: string }>
  stop(): Promise<void>
}

export const PASSWORD = 'correct horse'

export async function openLab(): Promise<Lab> {
  process.env.LITE_AUTH_BCRYPT_COST ??= '4'
  const stack = await startStack()
  const sql = connect(stack.databaseUrl)
  await sql.unsafe(readFileSync(new URL('lab.sql', import.meta.url), 'utf8'))
  const auth = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }
  const client = (key = stack.publishableKey) => createClient(stack.url, key, { auth })
  for (let tries = 0; tries < 1000 && (await client().rpc('who')).error; tries++) await wait(20)
  let people = 0
  return {
    stack,
    sql,
    client,
    async person() {
      const email = `person-${++people}@example.com`
      const one = client()
      const { data, error } = await one.auth.signUp({ email, password: PASSWORD })
      if (error) throw error
      return { client: one, id: data.user?.id ?? '', email }
    },
    async stop() {
      await sql.end()
      await stack.stop()
    },
  }
}
