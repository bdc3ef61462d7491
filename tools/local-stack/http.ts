import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'

/** Returns the headers of a request, except the headers that describe the connection. */
export function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headersDistinct)) {
    for (const one of value ?? []) headers.append(name, one)
  }
  for (const name of ['connection', 'transfer-encoding', 'expect', 'upgrade']) headers.delete(name)
  return headers
}

/**
 * Reads the body of a request. A body over the limit is also read to its end, because a client
 * reads the response only after it has sent the whole body.
 */
export async function readBody(
  incoming: IncomingMessage,
  limit: number,
): Promise<Buffer | 'too large'> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += chunk.length
    if (size <= limit) chunks.push(chunk)
  }
  return size <= limit ? Buffer.concat(chunks) : 'too large'
}

/**
 * Streams a response and allows every origin by CORS. Sends nothing before the body has its first
 * bytes, so a body that fails before can be answered with an error.
 */
export async function send(
  response: Response,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const headers = new Headers(response.headers)
  if (!headers.has('access-control-allow-origin')) headers.set('access-control-allow-origin', '*')
  if (!headers.has('access-control-expose-headers')) {
    headers.set('access-control-expose-headers', '*')
  }
  const head = () => outgoing.writeHead(response.status, Object.fromEntries(headers))
  if (!response.body || incoming.method === 'HEAD') {
    head().end()
    return
  }
  for await (const chunk of Readable.fromWeb(response.body as ReadableStream)) {
    if (!outgoing.headersSent) head()
    if (!outgoing.write(chunk)) await new Promise((resolve) => outgoing.once('drain', resolve))
  }
  if (!outgoing.headersSent) head()
  outgoing.end()
}
