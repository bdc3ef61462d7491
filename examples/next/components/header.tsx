'use client'

import Link from 'next/link'
import { useSession, useSocial } from 'supabase-social/react'

/** The name of the app, and the way out. */
export function Header() {
  const { auth } = useSocial()
  const user = useSession()
  const signOut = async () => {
    const { error } = await auth.signOut()
    // A new page forgets all that the browser has cached for this person.
    if (!error) window.location.assign('/sign-in')
  }
  return (
    <header>
      <Link href="/">Tern on Next</Link>
      {user && (
        <button type="button" onClick={signOut}>
          Sign out
        </button>
      )}
      {user === null && <Link href="/sign-in">Sign in</Link>}
    </header>
  )
}
