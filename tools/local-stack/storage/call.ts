import { type Caller, type Demand, type Keys, readCaller } from './caller.ts'
import type { Database, Scope } from './database.ts'
import { invalid, StorageError } from './errors.ts'
import type { FileStore } from './file-store.ts'

/** What all routes share. */
export interface Backend {
  database: Database
  files: FileStore
  keys: Keys
}

/** One request to one route. */
export interface Call extends Backend {
  request: Request
  url: URL
  /** The bucket, and the path below it, of the address. */
  bucket: string
  name: string
  body: Buffer
  caller: Caller
  scope: Scope
}

export interface Route {
  method: string
  /** The address below `/storage/v1`. Its groups are the bucket and the path below it. */
  address: RegExp
  /** The operation that policies can read. */
  operation: string
  demand: Demand
  answer(call: Call): Promise<Response>
}

export function openCall(
  backend: Backend,
  { address, operation, demand }: Route,
  { request, url, body }: { request: Request; url: URL; body: Buffer },
): Call {
  const [, bucket = '', name = ''] = address.exec(url.pathname) ?? []
  const caller = readCaller(request, backend.keys, demand)
  const scope = { claims: caller.claims, operation, request }
  const decoded = { bucket: decodeURIComponent(bucket), name: decodeURIComponent(name) }
  return { ...backend, ...decoded, request, url, body, caller, scope }
}

/** Returns the JSON body of a request, or null if it has none. */
export function jsonOf({ request, body }: Call): unknown {
  const type = request.headers.get('content-type')
  if (body.length === 0) return null
  if (!type?.startsWith('application/json')) return body.toString()
  try {
    return JSON.parse(body.toString())
  } catch {
    const message = "Body is not valid JSON but content-type is set to 'application/json'"
    throw new StorageError('InvalidRequest', { message, error: 'FastifyError' })
  }
}

/** Returns a parameter of the address that must be there. */
export function parameterOf({ url }: Call, name: string): string {
  const value = url.searchParams.get(name)
  if (value === null) throw invalid(`querystring must have required property '${name}'`)
  return value
}
