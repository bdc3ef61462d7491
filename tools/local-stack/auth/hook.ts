import type postgres from 'postgres'
import type { AuthErrorClass } from '../lite/context.ts'
import type { SignUpHook } from '../project.ts'
import type { Row } from './rows.ts'

/**
 * Calls the Auth hook that hosted projects enable in the dashboard. If the hook refuses the user,
 * the error has the status and message of the hook, and code `unknown`. Defect of @supabase/lite
 * 0.10.0: lite has no Auth hooks.
 */
export async function runBeforeUserCreated(
  sql: postgres.Sql,
  user: Row,
  AuthError: AuthErrorClass,
  hook: SignUpHook,
): Promise<void> {
  const refusal = await ask(sql, user, hook).catch((error) => {
    const name = `pg-functions://postgres/${hook.schema}/${hook.name}`
    throw new AuthError(500, 'unexpected_failure', `Error running hook URI: ${name}`, shown(error))
  })
  if (!refusal?.message) return
  throw new AuthError(refusal.http_code || 500, 'unknown', refusal.message)
}

async function ask(
  sql: postgres.Sql,
  user: Row,
  { schema, name, isOptional }: SignUpHook,
): Promise<{ http_code?: number; message?: string } | undefined> {
  return sql.begin(async (transaction) => {
    const signature = `${schema}.${name}(jsonb)`
    const [found] = await transaction`select to_regprocedure(${signature}) is not null as exists`
    if (!found?.exists && isOptional) return undefined
    await transaction`set local statement_timeout = '2s'`
    const [row] = await transaction`
      select ${transaction(schema)}.${transaction(name)}(${transaction.json(event(user))}) as answer`
    return row?.answer?.error
  })
}

function event(user: Row) {
  // Defect of @supabase/lite 0.10.0: lite adds email, email_verified, phone_verified and sub to the
  // metadata before the hook runs. GoTrue adds these fields after the hook.
  const { email, email_verified, phone_verified, sub, ...data } = Object(user.raw_user_meta_data)
  return {
    metadata: {
      uuid: crypto.randomUUID(),
      time: new Date().toISOString(),
      name: 'before-user-created',
      ip_address: '127.0.0.1',
    },
    user: {
      id: user.id,
      aud: 'authenticated',
      role: 'authenticated',
      email: user.email,
      phone: '',
      app_metadata: user.raw_app_meta_data ?? {},
      user_metadata: data,
      identities: [],
      created_at: '0001-01-01T00:00:00Z',
      updated_at: '0001-01-01T00:00:00Z',
      is_anonymous: false,
    },
  } as unknown as postgres.JSONValue
}

/**
 * Returns what a client without an API version reads about an error of the database. Auth shows
 * errors of `raise`, of constraints, and errors whose code names a status, such as PT409.
 */
export function shown(error: Record<string, string>): { shown?: object } {
  const { code = '', message, hint, detail } = error
  const isShown = /^(P0001|23(000|001|502|503|505|514)|23P01)$/.test(code)
  const status = isShown ? 500 : Number(/^PT(\d+)$/.exec(code)?.[1] ?? 0)
  const body = { code, message, ...(hint && { hint }), ...(detail && { detail }) }
  return status ? { shown: { status, body } } : {}
}
