import { attempt } from './attempt.ts'
import { fromAuth } from './auth-errors.ts'
import type { SignOutOptions } from './inputs.ts'
import { managerOf } from './realtime/subscription-manager.ts'
import { fail, type Result, succeed } from './result.ts'
import type { Client } from './supabase.ts'

/**
 * Signs out. Leaves the Realtime channels of the person first, because Realtime would deliver on
 * them until the access token expires.
 */
export async function signOut(
  db: Client,
  scope: NonNullable<SignOutOptions['scope']>,
): Promise<Result<true>> {
  const send = () => attempt(() => db.auth.signOut({ scope }), fromAuth)
  const { error } = scope === 'others' ? await send() : await managerOf(db).withoutChannels(send)
  return error ? fail(error) : succeed(true)
}
