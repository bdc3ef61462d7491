import { Navigate, Outlet, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useSession } from 'supabase-social/react'
import { LoadingPage } from '../ui/page.tsx'

/** Shows a page to the signed-in person, and leads everybody else to the login. */
export function Members() {
  const user = useSession()
  if (user === undefined) return <LoadingPage />
  return user ? <Outlet /> : <ToLogin />
}

/**
 * Leads to the login, and from there back to this page. The address is read once: while the login
 * page loads, the address is already that of the login, and would lead there again without an end.
 */
function ToLogin() {
  const router = useRouter()
  const [here] = useState(() => router.state.location.href)
  const next = here.startsWith('/login') ? undefined : here
  return <Navigate to="/login" search={{ next }} replace />
}
