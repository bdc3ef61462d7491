import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { stack } from './stack.ts'

/** A request that the proxy received. */
export interface Sent {
  method: string
  path: string
  type: string
  /** The part of the body that the proxy received. */
  body: Buffer
}

/**
 * A disturbance of a request. With `sending`, the connection breaks during the request body. With
 * `answering`, the connection breaks before the response. With `holding`, the proxy sends no
 * response.
 */
export type Break = 'sending' | 'answering' | 'holding' | undefined

/**
 * A proxy between a browser and the stack. It records requests and breaks connections on demand.
 */
export interface Line {
  url: string
  sent: Sent[]
  /**
   * Chooses a disturbance for the request. The proxy calls this function before it forwards the
   * request.
   */
  meets: (sent: Sent) => Break | Promise<Break>
  close(): void
}

/** Opens a proxy that forwards all headers, because the stack itself answers CORS requests. */
export async function openLine(): Promise<Line> {
  const server = createServer((incoming, outgoing) => carry(line, incoming, outgoing))
  const line: Line = {
    url: '',
    sent: [],
    meets: () => undefined,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  line.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return line
}

async function carry(line: Line, incoming: IncomingMessage, outgoing: ServerResponse) {
  const { method = '', url: path = '', headers } = incoming
  const type = headers['content-type'] ?? ''
  const sent: Sent = { method, path, type, body: Buffer.alloc(0) }
  line.sent.push(sent)
  const breaks = await line.meets(sent)
  if (breaks === 'holding') return
  const onward = request(stack.url + path, { method, headers }, (answer) => {
    if (breaks === 'answering') return outgoing.destroy()
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
    answer.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  incoming.on('error', () => onward.destroy())
  incoming.on('data', (chunk: Buffer) => {
    sent.body = Buffer.concat([sent.body, chunk])
    if (breaks === 'sending') outgoing.destroy()
  })
  incoming.pipe(onward)
}
