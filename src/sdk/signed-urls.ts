import { callEdgeFunction } from './edge-function.ts'
import { type Result, succeed } from './result.ts'
import type { Client } from './supabase.ts'

/**
 * URLs of files by path. A URL is null if the file does not exist, or if you may not see the file.
 */
export type SignedUrls = Record<string, string | null>

/** The maximum number of paths in one request. */
const BATCH = 200

/**
 * Asks the edge function `social-files` for URLs. Sends one request for 200 paths. Without
 * `expiresIn`, a URL works for as long as the operator allows.
 */
export async function signUrls(
  db: Client,
  paths: readonly string[],
  expiresIn?: number,
): Promise<Result<SignedUrls>> {
  const unique = [...new Set(paths)]
  const batches: string[][] = []
  for (let at = 0; at < unique.length; at += BATCH) batches.push(unique.slice(at, at + BATCH))
  const answers = await Promise.all(
    batches.map((batch) =>
      callEdgeFunction<{ urls: SignedUrls }>(db, 'social-files', {
        paths: batch,
        ...(expiresIn !== undefined && { expires_in: expiresIn }),
      }),
    ),
  )
  const storage = addressOfStorage(db)
  const urls: SignedUrls = Object.fromEntries(unique.map((path) => [path, null]))
  for (const { data, error } of answers) {
    if (error) return { data: null, error }
    for (const path of unique) {
      const url = Object.hasOwn(data.urls, path) && data.urls[path]
      if (url) urls[path] = url.replace('/storage/v1', storage)
    }
  }
  return succeed(urls)
}

/** Returns the address of the Storage API, such as `https://example.supabase.co/storage/v1`. */
function addressOfStorage(db: Client): string {
  const { publicUrl } = db.storage.from('social-media').getPublicUrl('x').data
  return publicUrl.slice(0, publicUrl.lastIndexOf('/object/public/'))
}
