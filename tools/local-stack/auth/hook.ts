import type postgres from 'postgres'
import type { AuthErrorClass, NewUser } from '../lite/context.ts'
import type { SignUpHook } from '../project.ts'

/**
 * Calls the Auth hook that hosted projects enable in the dashboard. If the hook refuses the user,
 * the error has the status and message of the hook, and code `unknown`. Defect of @supabase/lite
 * 0.10.0: lite has no Auth hooks.
 */
export async function runBeforeUserCreated(
  sql: postgres.Sql,
  user: NewUser,
  AuthError: AuthErrorClass,
  hook: SignUpHook,
): Promise<void> {
  const refusal = await ask(sql, user, hook).catch(() => {
    const name = `pg-functions://postgres/${hook.schema}/${hook.name}`
    throw new AuthError(500, 'unexpected_failure', `Error running hook URI: ${name}`)
  })
  if (!refusal?.message) return
  throw new AuthError(refusal.http_code || 500, 'unknown', refusal.message)
}

async function ask(
  sql: postgres.Sql,
  user: NewUser,
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

function event(user: NewUser) {
  // Defect of @supabase/lite 0.10.0: lite adds email, email_verified, phone_verified and sub to the
  // metadata before the hook runs. GoTrue adds these fields after the hook.
  const { email, email_verified, phone_verified, sub, ...data } = user.raw_user_meta_data ?? {}
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
  } as postgres.JSONValue
}
