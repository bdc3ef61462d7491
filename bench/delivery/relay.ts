import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type postgres from 'postgres'
import { type WebSocket, WebSocketServer } from 'ws'

/** The floor: a server that passes notifications of Postgres on, and checks nothing. */
export interface Relay {
  url: string
  stop(): Promise<void>
}

/** Starts a relay. Client number n connects to `/n`, and gets the messages for n. */
export async function startRelay(sql: postgres.Sql): Promise<Relay> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
  await once(server, 'listening')
  const clients = new Map<string, WebSocket>()
  server.on('connection', (socket, { url = '' }) => clients.set(url.slice(1), socket))
  const listening = await sql.listen('relay', (text) => {
    clients.get(text.slice(0, text.indexOf(' ')))?.send(text)
  })
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      await listening.unlisten()
      for (const socket of clients.values()) socket.terminate()
      server.close()
    },
  }
}
