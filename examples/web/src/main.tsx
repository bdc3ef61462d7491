import { MutationCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queries, SocialProvider, seedSignedUrls } from 'supabase-social/react'
import { createClients } from './app/client.ts'
import { router } from './app/router.tsx'
import { ClientsProvider } from './app/session.tsx'
import { toastError } from './ui/toast.tsx'
import './app/theme.css'

const root = document.getElementById('root')
if (!root) throw new Error('The page has no element with the id root.')

const queryClient = new QueryClient({
  // A command that fails says so, wherever it was given.
  mutationCache: new MutationCache({ onError: toastError }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 30 * 60_000,
    },
  },
})

const clients = await createClients()

if (window.firstScreen) {
  const { feed, urls } = window.firstScreen
  const { queryKey } = queries.homeFeed(clients.social)
  queryClient.setQueryData(queryKey, { pages: [feed], pageParams: [null] })
  seedSignedUrls(clients.social, urls)
}

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <ClientsProvider clients={clients}>
        <SocialProvider social={clients.social}>
          <RouterProvider router={router} />
        </SocialProvider>
      </ClientsProvider>
    </QueryClientProvider>
  </StrictMode>,
)
