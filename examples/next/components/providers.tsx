'use client'

import { createBrowserClient } from '@supabase/ssr'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { createSocial } from 'supabase-social'
import { SocialProvider } from 'supabase-social/react'
import { publishableKey, realtime, url } from '../lib/project'

/** The clients of the hooks. While the server renders a page, each request has clients of its own. */
export function Providers({ children }: { children: ReactNode }) {
  const [queryClient] = useState(() => new QueryClient())
  const [social] = useState(() =>
    createSocial(createBrowserClient(url, publishableKey, { realtime })),
  )
  return (
    <QueryClientProvider client={queryClient}>
      <SocialProvider social={social}>{children}</SocialProvider>
    </QueryClientProvider>
  )
}
