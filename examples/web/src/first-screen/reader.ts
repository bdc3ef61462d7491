import { FunctionsClient } from '@supabase/functions-js'
import { PostgrestClient } from '@supabase/postgrest-js'
import { createSocial, type Social } from 'supabase-social'
import type { AppConfig } from '../app/config.ts'

/**
 * Opens the SDK on the two parts of supabase-js that read the first screen: a tenth of its size.
 * Auth and Realtime come with the app.
 */
export function openReader({ url, publishableKey }: AppConfig, token: string): Social {
  const headers = { apikey: publishableKey, authorization: `Bearer ${token}` }
  return createSocial(
    Object.assign(new PostgrestClient(`${url}/rest/v1`, { headers }), {
      auth: {},
      functions: new FunctionsClient(`${url}/functions/v1`, { headers }),
      // The SDK asks Storage for nothing but its address.
      storage: { from: () => ({ getPublicUrl }) },
    }),
  )

  function getPublicUrl(path: string) {
    return { data: { publicUrl: `${url}/storage/v1/object/public/${path}` } }
  }
}
