/** The body of a request. */
export interface Body {
  paths: string[]
  /** The lifetime of the URLs in seconds. */
  expires_in?: number | undefined
}

/** The maximum size of a body. 200 paths have about 20,000 bytes. */
const MAX_BYTES = 256 * 1024

/** Reads the body of a request. Returns undefined if the body is not as `Body` describes. */
export async function readBody(request: Request): Promise<Body | undefined> {
  const text = await readText(request)
  const value = parse(text)
  if (typeof value !== 'object' || value === null) return undefined
  const { paths, expires_in } = value as Record<string, unknown>
  if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string')) return undefined
  if (expires_in === undefined || expires_in === null) return { paths }
  const isLifetime = typeof expires_in === 'number' && Number.isInteger(expires_in)
  return isLifetime && expires_in > 0 ? { paths, expires_in } : undefined
}

/** Reads a body as text. Returns an empty text if the body is too large. */
async function readText(request: Request): Promise<string> {
  const decoder = new TextDecoder()
  let [text, size] = ['', 0]
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > MAX_BYTES) return ''
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
