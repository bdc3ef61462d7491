import { Navigate, Outlet, useLocation } from '@tanstack/react-router'
import { useSession } from 'supabase-social/react'
import { LoadingPage } from '../ui/page.tsx'

/** Shows a page to the signed-in person, and leads everybody else to the login. */
export function Members() {
  const user = useSession()
  const next = useLocation({ select: (location) => location.href })
  if (user === undefined) return <LoadingPage />
  if (!user) return <Navigate to="/login" search={{ next }} replace />
  return <Outlet />
}
