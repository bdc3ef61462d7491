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
