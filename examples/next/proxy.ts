import { createServerClient } from '@supabase/ssr'
import { type NextRequest, NextResponse } from 'next/server'
import { publishableKey, realtime, url } from './lib/project'

/** Refreshes the session before a page is rendered, and hands it to the page and to the browser. */
export async function proxy(request: NextRequest) {
  let response = NextResponse.next({ request })
  const supabase = createServerClient(url, publishableKey, {
    realtime,
    cookies: {
      getAll: () => request.cookies.getAll(),
      setAll(changes, headers) {
        for (const { name, value } of changes) request.cookies.set(name, value)
        response = NextResponse.next({ request })
        for (const { name, value, options } of changes) response.cookies.set(name, value, options)
        // They keep a cache from giving the session to somebody else.
        for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
      },
    },
  })
  await supabase.auth.getClaims()
  return response
}

export const config = { matcher: '/((?!_next/|icon.svg).*)' }
