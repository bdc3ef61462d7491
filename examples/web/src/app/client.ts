import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { createSocial, type Social } from 'supabase-social'

/** A login that the demo offers with one click. */
export interface DemoLogin {
  username: string
  displayName: string
  email: string
  password: string
  note: string
}

/** What the server says about itself. */
export interface AppConfig {
  url: string
  publishableKey: string
  demoLogins: DemoLogin[]
}

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

/** The server may write the configuration into the page, which saves a request. */
async function readConfig(): Promise<AppConfig> {
  const inlined = document.getElementById('app-config')?.textContent
  if (inlined) return JSON.parse(inlined)
  const response = await fetch('/app-config.json')
  if (!response.ok) throw new Error(`/app-config.json answers with status ${response.status}`)
  return response.json()
}

/** Each of the two panes is a frame with a name of its own, and keeps a session of its own. */
function storageKey(): string {
  return isPane() ? window.name : 'tern-session'
}

/** Whether somebody was signed in when the app last ran here. */
export function hasSession(): boolean {
  return localStorage.getItem(storageKey()) !== null
}

/** Whether the app runs in one of two panes. */
export function isPane(): boolean {
  return window.name.startsWith('tern-pane-')
}
