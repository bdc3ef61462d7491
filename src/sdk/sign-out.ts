import { attempt } from './attempt.ts'
import { fromAuth } from './auth-errors.ts'
import type { SignOutOptions } from './inputs.ts'
import { loadedRealtime } from './realtime/on-first-use.ts'
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
  const realtime = scope === 'others' ? undefined : loadedRealtime()
  const { error } = await (realtime ? realtime.managerOf(db).withoutChannels(send) : send())
  return error ? fail(error) : succeed(true)
}
