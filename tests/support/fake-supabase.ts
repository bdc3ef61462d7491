// The package makes the texts of errors known.
import '../../src/sdk/index.ts'
import type { Client } from '../../src/sdk/supabase.ts'
import type { FakeClock } from './fake-clock.ts'
import { type FakeProject, personOf, type ServerChannel } from './fake-project.ts'

type Status = 'SUBSCRIBED' | 'CHANNEL_ERROR' | 'TIMED_OUT' | 'CLOSED'
type Session = { user: { id: string }; access_token: string } | null
type OnSession = (event: string, session: Session) => void

/** The time of an answer of the server, and of a join that it refuses. */
const LATENCY = 40
const REFUSAL = 5_000

/** A channel that behaves as a channel of supabase-js: it joins once, and a closed one is dead. */
class FakeChannel {
  state: 'closed' | 'joining' | 'joined' | 'errored' | 'leaving' = 'closed'
  joinedOnce = false
  readonly topic: string
  readonly isPrivate: boolean
  readonly #client: FakeSupabase
  readonly #listeners: { type: string; event: string | undefined; run: (value: object) => void }[] =
    []
  #serverChannel: ServerChannel | null = null
  #onStatus: (status: Status, error?: Error) => void = () => {}

  constructor(topic: string, isPrivate: boolean, client: FakeSupabase) {
    this.topic = topic
    this.isPrivate = isPrivate
    this.#client = client
  }

  on(type: string, { event }: { event?: string }, run: (value: object) => void): this {
    this.#listeners.push({ type, event, run })
    return this
  }

  subscribe(onStatus: (status: Status, error?: Error) => void): this {
    if (this.state !== 'closed') return this
    if (this.joinedOnce) throw new Error('tried to join multiple times')
    this.joinedOnce = true
    this.#onStatus = onStatus
    this.#join(this.#client.realtime.accessTokenValue)
    return this
  }

  /** The server still sends until it got the message, and supabase-js still reports what comes. */
  leave(): void {
    const serverChannel = this.#serverChannel
    this.#client.clock.after(
      LATENCY / 2,
      () => serverChannel && this.#client.project.channels.delete(serverChannel),
    )
    this.#serverChannel = null
    this.state = 'leaving'
  }

  close(): void {
    this.state = 'closed'
    this.#client.channels = this.#client.channels.filter((channel) => channel !== this)
    this.#onStatus('CLOSED')
  }

  #join(token: string | null): void {
    const { project } = this.#client
    this.state = 'joining'
    const problem = project.isRealtimeUp ? project.problemOf(this.topic, token) : 'no connection'
    const pause = problem && project.isRealtimeUp ? REFUSAL : LATENCY
    this.#client.clock.after(pause, () => {
      if (this.state !== 'joining') return
      if (problem) this.#fail(new Error(problem))
      else this.#listen(token ?? '')
    })
  }

  #listen(token: string): void {
    this.state = 'joined'
    this.#serverChannel = {
      ...{ topic: this.topic, token },
      onMessage: (event) => this.#emit('broadcast', event, { event, payload: {} }),
      onBroken: () => this.#fail(new Error('socket closed')),
      onClosed: (message) => {
        if (message) this.#emit('system', undefined, { status: 'error', message })
        this.leave()
        this.close()
      },
    }
    this.#client.project.channels.add(this.#serverChannel)
    this.#onStatus('SUBSCRIBED')
  }

  /** supabase-js itself joins again, for ever, until the channel is removed. */
  #fail(error: Error): void {
    this.#serverChannel = null
    this.state = 'errored'
    this.#onStatus('CHANNEL_ERROR', error)
    this.#client.clock.after(1_000, () => {
      if (this.state === 'errored') this.#join(this.#client.realtime.accessTokenValue)
    })
  }

  #emit(type: string, event: string | undefined, value: object): void {
    for (const listener of this.#listeners) {
      if (listener.type === type && listener.event === event) listener.run(value)
    }
  }
}

/** A client that behaves as supabase-js does, for one device. */
export class FakeSupabase {
  readonly clock: FakeClock
  readonly project: FakeProject
  channels: FakeChannel[] = []
  session: Session = null
  /** Whether a sign-out fails because Auth does not answer. */
  isAuthDown = false
  /** Whether Auth has ended the session. auth-js keeps it until its token expires. */
  hasEnded = false
  /** The time until the server confirms that a channel is left. */
  leaving = LATENCY
  /** The most channels that the client had at the same time. */
  mostChannels = 0
  #tokens = 0
  #onSession = new Set<OnSession>()

  constructor(project: FakeProject) {
    this.project = project
    this.clock = project.clock
  }

  /** This client, as the SDK takes it. */
  get client(): Client {
    return this as unknown as Client
  }

  signIn(personId: string): void {
    this.session = { user: { id: personId }, access_token: this.#newToken(personId) }
    this.#announce('SIGNED_IN')
  }

  /** Finds the session of an earlier visit. supabase-js does not give its token to Realtime. */
  restore(personId: string): void {
    this.session = { user: { id: personId }, access_token: this.#newToken(personId) }
  }

  /** Loses the session because somebody signed out in another tab. Auth announces it later. */
  signOutElsewhere(): void {
    this.session = null
    this.clock.after(3 * LATENCY, () => {
      if (!this.session) this.#announce('SIGNED_OUT')
    })
  }

  renewToken(): void {
    if (!this.session) return
    const { user } = this.session
    this.session = { user, access_token: this.#newToken(user.id) }
    this.#announce('TOKEN_REFRESHED')
  }

  readonly auth = {
    getSession: async () => ({ data: { session: this.session }, error: null }),
    refreshSession: async () => {
      await this.#pause(LATENCY)
      if (this.hasEnded) return { data: { session: null }, error: { status: 400 } }
      this.renewToken()
      return { data: { session: this.session }, error: null }
    },
    onAuthStateChange: (run: OnSession) => {
      this.#onSession.add(run)
      void Promise.resolve().then(() => run('INITIAL_SESSION', this.session))
      return { data: { subscription: { unsubscribe: () => this.#onSession.delete(run) } } }
    },
    signOut: async () => {
      await this.#pause(LATENCY)
      if (this.isAuthDown) return { error: new Error('fetch failed') }
      this.session = null
      this.#announce('SIGNED_OUT')
      return { error: null }
    },
  }

  readonly realtime = {
    accessTokenValue: null as string | null,
    isDisconnecting: () => false,
    setAuth: async (token?: string) => {
      await Promise.resolve()
      // Without a session, the token is the project's publishable key, which Realtime ignores.
      this.realtime.accessTokenValue = token ?? this.session?.access_token ?? 'sb_publishable_x'
    },
  }

  channel(topic: string, { config }: { config: { private: boolean } }): FakeChannel {
    const known = this.channels.find((channel) => channel.topic === topic)
    if (known) return known
    const channel = new FakeChannel(topic, config.private, this)
    this.channels.push(channel)
    this.mostChannels = Math.max(this.mostChannels, this.channels.length)
    return channel
  }

  async removeChannel(channel: FakeChannel): Promise<string> {
    channel.leave()
    await this.#pause(this.leaving)
    channel.close()
    return 'ok'
  }

  schema(): object {
    return { rpc: (name: string, args: object) => this.#request(name, args) }
  }

  #request(name: string, args: object): object {
    let token = this.session?.access_token ?? ''
    const send = async () => {
      await this.#pause(LATENCY)
      const answer = this.project.answer(name, args, token)
      return { data: null, error: null, status: 200, ...answer }
    }
    return {
      setHeader: (_name: string, value: string) => {
        token = value.replace('Bearer ', '')
      },
      // biome-ignore lint/suspicious/noThenProperty: supabase-js sends a request when it is awaited
      then: (onDone: () => void, onFailed: () => void) => send().then(onDone, onFailed),
    }
  }

  #announce(event: string): void {
    if (event !== 'SIGNED_OUT') void this.realtime.setAuth(this.session?.access_token)
    for (const run of this.#onSession) run(event, this.session)
  }

  #newToken(personId: string): string {
    return `token-of-${personId}-${++this.#tokens}`
  }

  #pause(pause: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.after(pause, resolve)
    })
  }
}

/** The person who is signed in on a fake client. */
export function signedInOn({ session }: FakeSupabase): string | undefined {
  return personOf(session?.access_token ?? null)
}
