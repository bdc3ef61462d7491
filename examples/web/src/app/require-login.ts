import { useNavigate, useRouter } from '@tanstack/react-router'
import { useSession } from 'supabase-social/react'

/** Returns a function that does something, or leads somebody without a login to the login. */
export function useRequireLogin(): (action: () => void) => void {
  const user = useSession()
  const navigate = useNavigate()
  const router = useRouter()
  return (action) => {
    if (user) action()
    else navigate({ to: '/login', search: { next: router.state.location.href } })
  }
}
