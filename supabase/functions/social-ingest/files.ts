import type { SupabaseClient } from 'npm:@supabase/supabase-js@2.109.0'
import { Refusal } from './refusal.ts'

export type Storage = SupabaseClient['storage']

/** Opens a file, or returns undefined if it does not exist. */
export async function openFile(
  storage: Storage,
  bucket: string,
  path: string,
): Promise<ReadableStream<Uint8Array> | undefined> {
  const { data, error } = await storage.from(bucket).download(path).asStream()
  // A response without bytes may have no body.
  if (!error) return data ?? new Blob().stream()
  if ([400, 404].includes(Number(error.status))) return undefined
  throw error
}

/** Opens a raw file. The file may be gone, because a concurrent call has finished or refused it. */
export async function openRaw(storage: Storage, path: string): Promise<ReadableStream<Uint8Array>> {
  const raw = await openFile(storage, 'social-uploads', path)
  if (!raw) throw new Error('The raw file does not exist any more.')
  return raw
}

/**
 * Stores a file. Ignores errors of Storage if a concurrent or earlier call has stored the file. A
 * picture must have the same content: if the raw file has changed between two calls, the sizes of a
 * picture must not come from different raw files. Then the upload is refused, so that it can be sent
 * again.
 */
export async function putFile(
  storage: Storage,
  bucket: string,
  path: string,
  bytes: Uint8Array | ReadableStream<Uint8Array>,
  contentType: string,
): Promise<void> {
  const body =
    bytes instanceof ReadableStream ? bytes : new Blob([bytes as BlobPart], { type: contentType })
  // A longer time in caches would only keep a file after its signed URL has expired.
  const options = { contentType, cacheControl: '300' }
  const send = () => storage.from(bucket).upload(path, body, options)
  let { error } = await send()
  // A connection that was kept open may break at its next use. A stream cannot be sent again.
  if (error && 'originalError' in error && body instanceof Blob) error = (await send()).error
  if (!error) return
  if (!(await storage.from(bucket).exists(path)).data) throw refusalOf(error)
  if (bytes instanceof Uint8Array && !(await hasContent(storage, bucket, path, bytes)))
    throw new Refusal('upload_not_found')
}

/** A project may have a smaller limit for all its files than our buckets have. */
function refusalOf(error: Error & { status?: number; statusCode?: string }): Error {
  const statuses = [error.statusCode, String(error.status)]
  return statuses.includes('413') ? new Refusal('file_too_large') : error
}

async function hasContent(storage: Storage, bucket: string, path: string, bytes: Uint8Array) {
  const file = await openFile(storage, bucket, path)
  const stored = new Uint8Array(await new Response(file ?? null).arrayBuffer())
  return stored.length === bytes.length && stored.every((byte, index) => byte === bytes[index])
}
