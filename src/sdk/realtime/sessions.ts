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

  /** Calls the function when somebody signs in or out, and once with the person of now. */
  watch(onPerson: (personId: string | null) => void): void {
    if (this.isExternal) {
      void this.current().then((session) => onPerson(session?.personId ?? null))
      return
    }
    // Calls of Auth inside of this callback would wait for the callback, and so for ever.
    const { data } = this.#db.auth.onAuthStateChange((_event, session) => {
      onPerson(session?.user.id ?? null)
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
      const { session } = data
      return session && { personId: session.user.id, token: session.access_token }
    } catch {
      return null
    }
  }

  /** Renews the session, unless its token is already another than the one that was refused. */
  async renew(refused: string): Promise<void> {
    const session = await this.current()
    if (this.isExternal || session?.token !== refused) return
    try {
      await this.#db.auth.refreshSession()
    } catch {
      // The next try needs a session, and finds out whether one is left.
    }
  }

  async #external(): Promise<Session | null> {
    await this.#db.realtime.setAuth()
    const token = this.#db.realtime.accessTokenValue
    const personId = token && subjectOf(token)
    return personId ? { personId, token } : null
  }
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
