import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { stack } from './stack.ts'

/** A request that went over the line. */
export interface Sent {
  method: string
  path: string
  type: string
  /** What arrived of its body. */
  body: Buffer
}

/** Breaks while a body is on its way, or before the answer; or holds the request until it is given up. */
export type Break = 'sending' | 'answering' | 'holding' | undefined

/** The wire between a browser and the stack: keeps what went over it, and breaks where told. */
export interface Line {
  url: string
  sent: Sent[]
  /** Asked for each request before it goes on. */
  meets: (sent: Sent) => Break | Promise<Break>
  close(): void
}

/** Headers go on as they are, those of CORS too: what lets a page in is the stack. */
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
