import { AuthClient } from '@supabase/supabase-js'
import type { Client } from './supabase.ts'

/** Fields of an auth-js client that its TypeScript types do not declare. */
interface Connection {
  url: string
  headers: Record<string, string>
  fetch: typeof fetch
}

/** Creates an Auth client that keeps no session, so that the app's client keeps its own. */
export function separateClient(db: Client): InstanceType<typeof AuthClient> {
  const { url, headers, fetch } = db.auth as unknown as Connection
  return new AuthClient({
    ...{ url, headers, fetch, storageKey: 'supabase-social-check' },
    ...{ persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    skipAutoInitialize: true,
  })
}

/**
 * Returns whether the project tells everybody which addresses have an account. It does if it
 * confirms a new address or number by itself.
 */
export async function revealsAddresses(db: Client): Promise<boolean> {
  const { url, headers, fetch } = db.auth as unknown as Connection
  try {
    const settings = await (await fetch(`${url}/settings`, { headers })).json()
    return settings.mailer_autoconfirm === true || settings.phone_autoconfirm === true
  } catch {
    return false
  }
}
