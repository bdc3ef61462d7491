import type { Session as AuthSession } from '@supabase/supabase-js'
import type { Client } from '../supabase.ts'

/** Who is signed in, with the access token that proves it. */
export interface Session {
  personId: string
  token: string
}

/** Reads the session of the app's client, and watches who is signed in. */
export class Sessions {
  readonly #db: Client
  /** Whether the app gets its tokens elsewhere (the option `accessToken` of `createClient`). */
  readonly isExternal: boolean
  #stop = () => {}

  constructor(db: Client) {
    this.#db = db
    this.isExternal = !hasAuth(db)
  }

  /** Calls the function with each new session, with null at a sign-out, and once at the start. */
  watch(onSession: (session: Session | null) => void): void {
    if (this.isExternal) {
      void this.current().then(onSession)
      return
    }
    // Calls of Auth inside of this callback would wait for the callback, and so for ever.
    const { data } = this.#db.auth.onAuthStateChange((_event, session) => {
      onSession(sessionOf(session))
    })
    this.#stop = () => data.subscription.unsubscribe()
  }

  /** Ends the watch. */
  stop(): void {
    this.#stop()
    this.#stop = () => {}
  }

  /** Returns the session, renewed if its token has expired, or null. */
  async current(): Promise<Session | null> {
    try {
      if (this.isExternal) return await this.#external()
      const { data } = await this.#db.auth.getSession()
      return sessionOf(data.session)
    } catch {
      return null
    }
  }

  /**
   * Renews the session if its token is still the one that was refused. Returns `renewed` if there
   * is another token now, and `ended` if Auth says that the session has ended.
   */
  async renew(refused: string): Promise<'renewed' | 'ended' | 'unknown'> {
    const session = await this.current()
    if (this.isExternal || !session) return 'unknown'
    if (session.token !== refused) return 'renewed'
    try {
      const { error } = await this.#db.auth.refreshSession()
      if (!error) return 'renewed'
      const { status = 0 } = error
      return status >= 400 && status < 500 && status !== 429 ? 'ended' : 'unknown'
    } catch {
      return 'unknown'
    }
  }

  async #external(): Promise<Session | null> {
    await this.#db.realtime.setAuth()
    const token = this.#db.realtime.accessTokenValue
    const personId = token && subjectOf(token)
    return personId ? { personId, token } : null
  }
}

function sessionOf(session: AuthSession | null): Session | null {
  return session && { personId: session.user.id, token: session.access_token }
}

/** supabase-js throws an error for every use of `auth` if the app gets its tokens elsewhere. */
function hasAuth(db: Client): boolean {
  try {
    return typeof db.auth.onAuthStateChange === 'function'
  } catch {
    return false
  }
}

/** Returns the person of an access token, or null for a key. Does not check the signature. */
function subjectOf(token: string): string | null {
  try {
    const payload = token.split('.')[1] ?? ''
    return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))).sub ?? null
  } catch {
    return null
  }
}
