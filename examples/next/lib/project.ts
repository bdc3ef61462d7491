/** The address and the public key of the Supabase project. Next writes them into the build. */
export const url = process.env.NEXT_PUBLIC_SUPABASE_URL ?? ''
export const publishableKey = process.env.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY ?? ''

/**
 * supabase-js asks for a WebSocket, and Node 20 has none. A server never opens one. With Node 22 or
 * newer, you can leave this out.
 */
export const realtime = {
  transport: globalThis.WebSocket ?? (Object as unknown as typeof WebSocket),
}
