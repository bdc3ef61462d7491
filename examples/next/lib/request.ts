import { createServerClient } from '@supabase/ssr'
import { QueryClient } from '@tanstack/react-query'
import { cookies } from 'next/headers'
import { cache } from 'react'
import { createSocial } from 'supabase-social'
import { publishableKey, realtime, url } from './project'

/** The clients of one request. All Server Components of the request share them. */
export const openRequest = cache(async () => {
  const store = await cookies()
  const supabase = createServerClient(url, publishableKey, {
    realtime,
    cookies: {
      getAll: () => store.getAll(),
      // A Server Component cannot set cookies. proxy.ts has refreshed the session already.
      setAll() {},
    },
  })
  return { supabase, social: createSocial(supabase), queryClient: new QueryClient() }
})

/** Whether somebody is signed in. Checks the signature of the session. */
export async function isSignedIn(): Promise<boolean> {
  const { supabase } = await openRequest()
  const { data } = await supabase.auth.getClaims()
  return data !== null
}
