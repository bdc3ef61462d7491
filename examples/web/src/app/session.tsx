import { createContext, type ReactNode, useContext } from 'react'
import type { Clients } from './client.ts'
import type { AppConfig } from './config.ts'

const ClientsContext = createContext<Clients | null>(null)

/** Gives the clients to the app. */
export function ClientsProvider({ clients, children }: { clients: Clients; children: ReactNode }) {
  return <ClientsContext value={clients}>{children}</ClientsContext>
}

/** The app's own supabase-js client, for what Supabase Auth alone can do. */
export function useSupabase(): Clients['supabase'] {
  return useClients().supabase
}

/** The configuration of the server, with the demo logins. */
export function useConfig(): AppConfig {
  return useClients().config
}

function useClients(): Clients {
  const clients = useContext(ClientsContext)
  if (!clients) throw new Error('The component is outside of ClientsProvider.')
  return clients
}
