import { type IncomingHttpHeaders, request } from 'node:http'

/** An answer as it arrives, without the decompression and the clean-up of `fetch`. */
export interface RawAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

/** Sends a request whose path is exactly the given one, for example with `..` in it. */
export function rawRequest(
  url: string,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path, method, headers }, async (answer) => {
      const chunks: Buffer[] = []
      for await (const chunk of answer) chunks.push(chunk)
      const { statusCode = 0, headers } = answer
      resolve({ status: statusCode, headers, body: Buffer.concat(chunks) })
    })
    outgoing.on('error', reject).end()
  })
}
