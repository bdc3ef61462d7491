import { randomUUID } from 'node:crypto'
import type { AuthCall, Row } from './lite.ts'

/**
 * Calls the Auth hook that hosted projects enable in the dashboard. If the hook refuses the user,
 * the error has the status and message of the hook, and code `unknown`. Defect of @supabase/lite
 * 0.10.0: lite has no Auth hooks.
 */
export async function runBeforeUserCreated(call: AuthCall, user: Row): Promise<void> {
  const { hook, sql } = call.options
  if (!hook) return
  const name = `${hook.schema}.${hook.name}`
  const asked = sql.begin(async (transaction) => {
    const signature = `${name}(jsonb)`
    const [found] = await transaction`select to_regprocedure(${signature}) is not null as exists`
    if (!found?.exists && hook.isOptional) return undefined
    await transaction`set local statement_timeout = '2s'`
    const [row] = await transaction`
      select ${transaction(name)}(${JSON.stringify(event(user))}::text::jsonb) as answer`
    return row?.answer?.error
  })
  const refusal = await asked.catch((error) => {
    const uri = `pg-functions://postgres/${hook.schema}/${hook.name}`
    throw call.refuse(500, 'unexpected_failure', `Error running hook URI: ${uri}`, shown(error))
  })
  if (refusal?.message) throw call.refuse(refusal.http_code || 500, 'unknown', refusal.message)
}

function event({ id, email, raw_app_meta_data, raw_user_meta_data, is_anonymous }: Row): object {
  // Defect of @supabase/lite 0.10.0: lite adds these four fields to the metadata before the hook
  // runs. GoTrue adds them after the hook.
  const { email: _, email_verified, phone_verified, sub, ...data } = Object(raw_user_meta_data)
  const never = '0001-01-01T00:00:00Z'
  const metadata = { uuid: randomUUID(), time: new Date(), name: 'before-user-created' }
  const names = { id, aud: 'authenticated', role: 'authenticated', email, phone: '' }
  const meta = { app_metadata: raw_app_meta_data ?? {}, user_metadata: data, identities: [] }
  const rest = { created_at: never, updated_at: never, is_anonymous: is_anonymous ?? false }
  return {
    metadata: { ...metadata, ip_address: '127.0.0.1' },
    user: { ...names, ...meta, ...rest },
  }
}

/**
 * Returns what a client without an API version reads about an error of the database. Auth shows
 * errors of `raise`, of constraints, and errors whose code names a status, such as PT409.
 */
export function shown(error: unknown): { shown?: object } {
  const { code = '', message, hint, detail } = error as Record<string, string>
  const isShown = /^(P0001|23(000|001|502|503|505|514)|23P01)$/.test(code)
  const status = isShown ? 500 : Number(/^PT(\d+)$/.exec(code)?.[1] ?? 0)
  const body = { code, message, ...(hint && { hint }), ...(detail && { detail }) }
  return status ? { shown: { status, body } } : {}
}
