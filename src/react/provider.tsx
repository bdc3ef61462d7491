import type { User } from '@supabase/supabase-js'
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { Social } from '../sdk/index.ts'
import { forgetAddresses } from './hooks/addresses.ts'
import { truthOf } from './truth/truth.ts'

interface Context {
  social: Social
  user: User | null | undefined
}

const SocialContext = createContext<Context | null>(null)

/** The properties of {@link SocialProvider}. */
export interface SocialProviderProps {
  /** What `createSocial` returns. */
  social: Social
  children?: ReactNode
}

/**
 * Gives the hooks below it the SDK and the session. Place it inside a `QueryClientProvider`. When
 * another person signs in or out, it forgets all rows of the person before.
 * @example
 * <QueryClientProvider client={queryClient}>
 *   <SocialProvider social={social}><App /></SocialProvider>
 * </QueryClientProvider>
 */
export function SocialProvider({ social, children }: SocialProviderProps): ReactNode {
  const [user, setUser] = useState<User | null>()
  const client = useQueryClient()
  useEffect(() => {
    return social.auth.watchUser((next) => {
      const id = next?.id ?? null
      setUser((last) =>
        last && last.id === id && last.updated_at === next?.updated_at ? last : next,
      )
      if (truthOf(client).signIn(id)) forgetAddresses(social)
    })
  }, [social, client])
  return <SocialContext.Provider value={{ social, user }}>{children}</SocialContext.Provider>
}

function useSocialContext(): Context {
  const context = useContext(SocialContext)
  if (!context) throw new Error('This component needs a <SocialProvider> around it.')
  return context
}

/**
 * Returns the SDK, for calls that have no hook.
 * @example const { error } = await useSocial().auth.signIn({ email, password })
 */
export function useSocial(): Social {
  return useSocialContext().social
}

/**
 * Returns the user who is signed in, null if nobody is, and undefined until that is known.
 * @example
 * const user = useSession()
 * if (user === null) return <SignIn />
 */
export function useSession(): User | null | undefined {
  return useSocialContext().user
}
