import type { AddressInfo } from 'node:net'
import { connect as connectTo, createServer, type Socket } from 'node:net'

/** A slow line: the bits that it carries per second in each direction, and its round trip. */
export interface Slowness {
  bits: number
  /** In milliseconds. */
  roundTrip: number
}

export interface SlowLine {
  url: string
  /** The bytes that went up since the last call. */
  taken(): number
  close(): void
}

/** A piece is as large as a few packets, so that all connections share the line evenly. */
const PIECE = 8 * 1024

/**
 * Opens a slow line to a server. All connections share the bits, as on the line of a home. A new
 * connection costs one round trip before its first byte, as in TCP.
 */
export async function openSlowLine(target: string, slowness: Slowness): Promise<SlowLine> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  const [up, down] = [direction(slowness), direction(slowness)]
  const server = createServer(async (client) => {
    const onward = connectTo({ host: hostname, port: Number(port), noDelay: true })
    for (const socket of [client, onward]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        onward.destroy()
      })
    }
    client.setNoDelay(true)
    await pause(slowness.roundTrip)
    void down.carry(onward, client)
    void up.carry(client, onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: up.taken,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

function direction({ bits, roundTrip }: Slowness) {
  let [freeAt, bytes] = [0, 0]
  /** Waits until the line has carried this many bytes more. */
  const through = async (size: number) => {
    const now = performance.now()
    freeAt = Math.max(now, freeAt) + (size * 8 * 1000) / bits
    await pause(freeAt - now)
  }
  return {
    async carry(from: Socket, to: Socket) {
      try {
        for await (const chunk of from as AsyncIterable<Buffer>) {
          for (let at = 0; at < chunk.length; at += PIECE) {
            const piece = chunk.subarray(at, at + PIECE)
            await through(piece.length)
            bytes += piece.length
            setTimeout(() => to.write(piece), roundTrip / 2)
          }
        }
        setTimeout(() => to.end(), roundTrip / 2)
      } catch {
        to.destroy()
      }
    },
    taken() {
      const all = bytes
      bytes = 0
      return all
    },
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)))
}
