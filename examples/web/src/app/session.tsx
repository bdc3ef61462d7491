import { createContext, type ReactNode, useContext } from 'react'
import type { AppConfig, Clients } from './client.ts'

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
