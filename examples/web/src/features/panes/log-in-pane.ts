import { createClient } from '@supabase/supabase-js'
import { createSocial, unwrap } from 'supabase-social'
import type { AppConfig, DemoLogin } from '../../app/config.ts'

/** One of the two panes. */
export type Side = 'left' | 'right'

/** The name of the frame of a pane, under which the pane keeps its session. */
export function paneName(side: Side): string {
  return `tern-pane-${side}`
}

/** Signs a person in for a pane, before the pane opens. Keeps the session if it is theirs already. */
export async function logInPane(config: AppConfig, side: Side, login: DemoLogin): Promise<string> {
  const supabase = createClient(config.url, config.publishableKey, {
    // The app in the pane renews the session.
    auth: { storageKey: paneName(side), autoRefreshToken: false, detectSessionInUrl: false },
  })
  const { auth } = createSocial(supabase)
  const { data: user } = await auth.getUser()
  if (user?.email === login.email) return user.id
  const { email, password } = login
  return unwrap(await auth.signIn({ email, password })).user.id
}
