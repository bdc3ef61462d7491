import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSession, useSocial } from 'supabase-social/react'

const KEY = 'tern-staff'

/**
 * Whether the person is a member of staff, and how to ask. Only the database knows, so it is asked
 * when the menu first opens, and people who never open it cost no call. The browser remembers a yes.
 */
export function useIsStaff(): { isStaff: boolean; ask: () => void } {
  const social = useSocial()
  const id = useSession()?.id ?? ''
  const [isAsked, setIsAsked] = useState(false)
  const { data } = useQuery({
    queryKey: ['is-staff', id],
    enabled: isAsked && id !== '',
    queryFn: async () => {
      const { error } = await social.staff.list({ pageSize: 1 })
      const isRefused = error?.code === 'not_staff'
      // With insufficient_aal, the person is staff and lacks the second factor.
      if (error && !isRefused && error.code !== 'insufficient_aal') throw error
      if (!isRefused) localStorage.setItem(KEY, id)
      else if (localStorage.getItem(KEY) === id) localStorage.removeItem(KEY)
      return !isRefused
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const isStaff = data ?? (id !== '' && localStorage.getItem(KEY) === id)
  return { isStaff, ask: () => setIsAsked(true) }
}
