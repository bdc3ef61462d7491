import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the proxy answers instead of the stack. */
export interface Answer {
  status: number
  body: unknown
  headers?: Record<string, string>
}

export type Override = (request: Request) => Answer | undefined

export interface ProxyServer {
  url: string
  /** Chooses the requests that the proxy answers itself. All other requests reach the stack. */
  override(answer: Override | undefined): void
  stop(): Promise<void>
}

/**
 * Starts a server in front of a stack, for tests of answers that the local stack never gives. The
 * requests must have small bodies.
 */
export async function startProxy(target: string): Promise<ProxyServer> {
  let override: Override | undefined
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const headers = new Headers(
      Object.entries(incoming.headers).flatMap(([name, value]) =>
        ['host', 'connection', 'content-length', 'transfer-encoding'].includes(name)
          ? []
          : [[name, `${value}`] as [string, string]],
      ),
    )
    const request = new Request(`${target}${incoming.url}`, {
      method: incoming.method ?? 'GET',
      headers,
      body: chunks.length > 0 ? Buffer.concat(chunks) : null,
    })
    const own = override?.(request)
    const answer = own
      ? Response.json(own.body, { status: own.status, headers: own.headers ?? {} })
      : await fetch(request, { redirect: 'manual' })
    const answered = Object.fromEntries(answer.headers)
    // fetch has already decompressed the body.
    for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) {
      delete answered[name]
    }
    outgoing.writeHead(answer.status, answered).end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    override(answer) {
      override = answer
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
