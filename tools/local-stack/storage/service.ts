import { type Backend, openCall } from './call.ts'
import type { Keys } from './caller.ts'
import { Database } from './database.ts'
import { json, toStorageError } from './errors.ts'
import { FileStore } from './file-store.ts'
import { routes } from './routes.ts'

export interface StorageOptions {
  /** The address of the database for role supabase_storage_admin. */
  databaseUrl: string
  filesFolder: string
  keys: Keys
}

export interface Storage {
  fetch(request: Request, body: Buffer): Promise<Response>
  close(): Promise<void>
}

const PREFIX = '/storage/v1'

/**
 * Serves Storage as Storage API 1.70.6 does, whose answers tests/contract/storage contains.
 * @supabase/lite has a Storage too, which differs from it in most answers.
 */
export function startStorage({ databaseUrl, filesFolder, keys }: StorageOptions): Storage {
  const database = new Database(databaseUrl)
  const backend: Backend = { database, files: new FileStore(filesFolder), keys }
  return {
    fetch: (request, body) => answer(backend, request, body),
    close: () => database.close(),
  }
}

async function answer(backend: Backend, request: Request, body: Buffer): Promise<Response> {
  const url = new URL(request.url)
  url.pathname = url.pathname.slice(PREFIX.length)
  const found = routes.find(
    ({ method, address }) => method === request.method && address.test(url.pathname),
  )
  if (!found) return noRoute(request.method, url)
  try {
    return await found.answer(openCall(backend, found, { request, url, body }))
  } catch (error) {
    return toStorageError(error).answer()
  }
}

function noRoute(method: string, { pathname, search }: URL): Response {
  const message = `Route ${method}:${pathname}${search} not found`
  if (!/^\/(object|bucket|render)\//.test(pathname)) {
    return json({ message, error: 'Not Found', statusCode: 404 }, 404)
  }
  const body = { statusCode: '404', error: 'Not Found', message, code: 'InvalidRequest' }
  return json(body, 404, { 'content-type': 'application/json' })
}
