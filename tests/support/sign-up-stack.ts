import { randomBytes, randomUUID } from 'node:crypto'
import { createClient } from '@supabase/supabase-js'
import { insertUsers } from '../../src/cli/logins.ts'
import { createSocial, type Social } from '../../src/sdk/client.ts'
import type { SignUpInput } from '../../src/sdk/inputs.ts'
import { connect } from '../../tools/local-stack/bootstrap.ts'
import {
  ownSettings,
  type ProjectSettings,
  type SignUpHook,
} from '../../tools/local-stack/project.ts'
import { startStack } from '../../tools/local-stack/stack.ts'
import { raiseRateLimits } from './no-rate-limits.ts'

/** The settings that decide how Auth answers a sign-up. */
export interface SignUpSettings {
  confirmsEmail?: boolean
  /** The function that Auth calls before it creates a user. `null` turns the hook off. */
  hook?: string | null
  allowsEmail?: boolean
  /** The shortest time between two mails to one address. */
  maxFrequency?: string
}

function hookOf(name: string | null): SignUpHook | undefined {
  return name === null ? undefined : { schema: 'public', name, isOptional: false }
}

/** Starts a stack of its own, whose settings of sign-ups the tests change. */
export async function startSignUpStack() {
  const settings: Partial<ProjectSettings> = {}
  const stack = await startStack({ purges: false, settings })
  await raiseRateLimits(stack.databaseUrl)
  const sql = connect(stack.databaseUrl, 2)

  const social = (): Social => {
    const auth = { persistSession: false, autoRefreshToken: false }
    return createSocial(createClient(stack.url, stack.publishableKey, { auth }))
  }
  return {
    sql,
    social,
    stack,
    /** Applies settings. The omitted ones are those of this repository's project. */
    async configure({ hook, maxFrequency, ...changes }: SignUpSettings): Promise<void> {
      const email = {
        ...ownSettings.auth.email,
        ...(maxFrequency && { max_frequency: maxFrequency }),
      }
      const auth = { ...ownSettings.auth, email }
      Object.assign(settings, { confirmsEmail: false, allowsEmail: true, ...changes, auth })
      settings.hook = hook === undefined ? ownSettings.hook : hookOf(hook)
      await stack.configure()
    },
    /** Signs somebody up on a new client, and returns the error code or `ok`. */
    async signUp(input: SignUpInput): Promise<string> {
      const { error } = await social().auth.signUp(input)
      return error?.code ?? 'ok'
    },
    /** Signs somebody in on a new client, and returns the error code or `ok`. */
    async signIn({ email, password }: SignUpInput): Promise<string> {
      const { error } = await social().auth.signIn({ email, password })
      return error?.code ?? 'ok'
    },
    /** Confirms the address, as the link in the mail does. */
    async confirm({ email }: SignUpInput): Promise<void> {
      await sql`update auth.users set email_confirmed_at = now() where email = ${email}`
    },
    /** Inserts a login as an invitation does: without a password, profile or confirmation. */
    async invite(email: string): Promise<void> {
      await insertUsers(sql, [{ id: randomUUID(), email }])
      await sql`
        update auth.users set email_confirmed_at = null, invited_at = now() - interval '1 day',
          created_at = now() - interval '1 day'
        where email = ${email}`
    },
    async mailsTo(email: string): Promise<number> {
      const mails: { to: string }[] = await (await fetch(`${stack.mailUrl}/messages`)).json()
      return mails.filter(({ to }) => to === email).length
    },
    async stop(): Promise<void> {
      await sql.end()
      await stack.stop()
    },
  }
}

/** Returns the data of a new person. Every call returns another address and username. */
export function somebody(more: Partial<SignUpInput> = {}): SignUpInput {
  const username = `zoe_${randomBytes(6).toString('hex')}`
  return { email: `${username}@example.com`, password: 'a good password', username, ...more }
}
