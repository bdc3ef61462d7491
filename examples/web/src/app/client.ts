import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { createSocial, type Social } from 'supabase-social'
import { type AppConfig, readConfig, storageKey } from './config.ts'

/** The clients of the app, and the configuration of the server. */
export interface Clients {
  config: AppConfig
  supabase: SupabaseClient
  social: Social
}

/** Reads the configuration and creates the clients. */
export async function createClients(): Promise<Clients> {
  const config = await readConfig()
  const supabase = createClient(config.url, config.publishableKey, {
    auth: { storageKey: storageKey() },
  })
  return { config, supabase, social: createSocial(supabase) }
}
