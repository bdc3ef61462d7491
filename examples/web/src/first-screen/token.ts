import { storageKey } from '../app/config.ts'

/** A token that ends sooner than this is renewed first, in seconds. The app does that. */
const SOON = 60

/** Reads the access token of the session that supabase-js stored, or null if the token is old. */
export function readAccessToken(): string | null {
  const stored = localStorage.getItem(storageKey())
  if (!stored) return null
  const { access_token, expires_at } = JSON.parse(stored)
  return expires_at > Date.now() / 1000 + SOON ? access_token : null
}
