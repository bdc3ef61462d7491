import type { RealtimeChannel } from '@supabase/supabase-js'
import { createVersion, type Version } from './realtime-versions.ts'

/** Functions that run in a page of Chromium. */
export interface RealtimeApp {
  /** Joins a private channel, and resolves with the first status. */
  join(version: Version, given: { url: string; key: string; token: string }): Promise<string>
  /** The messages of the channel. */
  messages: unknown[]
  /** Sends a broadcast, and resolves with `ok` when the server has confirmed it. */
  send(event: string): Promise<string>
  leave(): Promise<string>
}

let client: ReturnType<typeof createVersion>
let channel: RealtimeChannel

const app: RealtimeApp = {
  messages: [],
  async join(version, { url, key, token }) {
    client = createVersion(version, url, key)
    await client.realtime.setAuth(token)
    const config = { private: true, broadcast: { self: true, ack: true, replication_ready: true } }
    channel = client.channel('room:1', { config })
    channel.on('broadcast', { event: '*' }, (message) => app.messages.push(message))
    channel.on('system', {}, ({ message }) => app.messages.push(message))
    return new Promise((resolve) => channel.subscribe((status) => resolve(status)))
  },
  send: (event) => channel.send({ type: 'broadcast', event, payload: { n: 1 } }),
  leave: () => client.removeChannel(channel),
}
Object.assign(globalThis, { app })
