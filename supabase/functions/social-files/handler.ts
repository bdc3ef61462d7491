import type { SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'
import { readBody } from './body.ts'
import { describe } from './release.ts'
import { errorResponse, fromDatabaseError, jsonResponse, preflight } from './responses.ts'

/**
 * Creates the Supabase clients of a request. `asCaller` returns a client with the rights of the
 * sender. `asProject` returns a client with the secret key.
 */
export interface Clients {
  asCaller(authorization: string | null, key: string | null): SupabaseClient
  asProject(): SupabaseClient
}

/** A file that the caller may read, as the database function readable_files returns it. */
interface ReadableFile {
  bucket_id: string
  path: string
}

/**
 * Creates the handler of the edge function. The handler asks the database, with the rights of the
 * caller, which files the caller may read. Only for these files, the handler uses the secret key to
 * create URLs, because Storage creates no URL for anybody else.
 */
export function createHandler({ asCaller, asProject }: Clients) {
  return async (request: Request): Promise<Response> => {
    if (request.method === 'OPTIONS') return preflight(request)
    if (request.method === 'GET') return describe()
    if (request.method !== 'POST') return errorResponse(405, 'invalid_input', 'POST paths.')
    const [authorization, key] = ['authorization', 'apikey'].map((name) =>
      request.headers.get(name),
    ) as [string | null, string | null]
    if (!authorization && !key) {
      return errorResponse(401, 'not_signed_in', 'Send the publishable key in the header apikey.')
    }
    const body = await readBody(request)
    if (!body) return errorResponse(400, 'invalid_input', 'Send {"paths": […], "expires_in": 60}.')
    const { paths, expires_in } = body
    try {
      const asked = await asCaller(authorization, key)
        .schema('social')
        .rpc('readable_files', { paths })
      if (asked.error) return fromDatabaseError(asked.error, asked.status)
      const { files, seconds } = asked.data as { files: ReadableFile[]; seconds: number }
      const lifetime = Math.min(expires_in ?? seconds, seconds)
      const expiresAt = new Date(Date.now() + lifetime * 1000).toISOString()
      const signed = files.length > 0 ? await sign(asProject(), files, lifetime) : new Map()
      const urls = Object.fromEntries(paths.map((path) => [path, signed.get(path) ?? null]))
      return jsonResponse(200, { urls, expires_at: signed.size > 0 ? expiresAt : null })
    } catch (error) {
      console.error('social-files:', error)
      return errorResponse(500, 'unknown', 'Something went wrong. Try again.')
    }
  }
}

/** Creates URLs, with one request for each bucket. */
async function sign(
  { storage }: SupabaseClient,
  files: ReadableFile[],
  lifetime: number,
): Promise<Map<string, string>> {
  const buckets = Map.groupBy(files, ({ bucket_id }) => bucket_id)
  const answers = await Promise.all(
    [...buckets].map(([bucket, inBucket]) =>
      storage.from(bucket).createSignedUrls(
        inBucket.map(({ path }) => path),
        lifetime,
      ),
    ),
  )
  const urls = new Map<string, string>()
  for (const { data, error } of answers) {
    if (error) throw error
    for (const { path, signedUrl } of data) {
      if (path && signedUrl) urls.set(path, withoutProject(signedUrl))
    }
  }
  return urls
}

/**
 * Returns a URL without the address of the project. An edge function may know the project under
 * another address than the app, for example behind the domain of the app.
 */
function withoutProject(url: string): string {
  return `/storage/v1${url.slice(url.indexOf('/object/sign/'))}`
}
