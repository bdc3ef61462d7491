import type { StoredObject } from './database.ts'
import { json, StorageError } from './errors.ts'
import type { StoredFile } from './file-store.ts'

/** Answers with the bytes of a file, or with a part of them. */
export function asset(
  { metadata, bytes }: StoredFile,
  { headers }: Request,
  url: URL,
  expires?: Date,
): Response {
  const same = headers.get('if-none-match') === metadata.eTag
  const since = headers.get('if-modified-since')
  const isOld = since !== null && metadata.lastModified <= new Date(since)
  const shown = headersOf(metadata, headers, expires)
  const download = url.searchParams.get('download')
  if (download !== null) shown['content-disposition'] = disposition(download)
  if (same || isOld) {
    return new Response(null, { status: 304, headers: { ...shown, 'content-length': '0' } })
  }
  const range = headers.get('range')
  if (range === null) return bytesOf(bytes, 200, shown)
  const [from, to] = partOf(range, bytes.length)
  shown['content-range'] = `bytes ${from}-${to}/${bytes.length}`
  return bytesOf(bytes.subarray(from, to + 1), 206, shown)
}

/** Answers a HEAD request from the row of a file, without its bytes. */
export function head({ metadata }: StoredObject, { headers }: Request): Response {
  const known = (metadata ?? {}) as Partial<StoredFile['metadata']>
  const shown = headersOf(known, headers)
  return new Response(null, {
    headers: { ...shown, 'content-length': String(known.contentLength ?? known.size ?? 0) },
  })
}

/** Answers with what the row of a file says. */
export function info(object: StoredObject): Response {
  const { id, name, version, bucket_id, metadata, user_metadata } = object
  const known = (metadata ?? {}) as Partial<StoredFile['metadata']>
  const body = {
    ...{ id, name, version, bucket_id },
    size: known.size ?? null,
    content_type: known.mimetype ?? null,
    cache_control: known.cacheControl ?? null,
    etag: known.eTag ?? null,
    metadata: user_metadata,
    last_modified: object.updated_at,
    created_at: object.created_at,
  }
  return json(body, 200, {
    ...(known.eTag && { etag: known.eTag }),
    ...(known.cacheControl && { 'cache-control': known.cacheControl }),
    ...(known.lastModified && { 'last-modified': new Date(known.lastModified).toUTCString() }),
  })
}

function headersOf(
  metadata: Partial<StoredFile['metadata']>,
  asked: Headers,
  expires?: Date,
): Record<string, string> {
  const { eTag, lastModified, mimetype = 'application/octet-stream' } = metadata
  const cacheControl = metadata.cacheControl ?? 'no-cache'
  const tag = asked.get('if-none-match')
  const isOther = tag !== null && tag !== eTag
  return {
    'accept-ranges': 'bytes',
    // No page of a stranger may run on the origin of the project.
    'content-type': mimetype.includes('text/html') ? 'text/plain' : mimetype,
    'x-robots-tag': 'none',
    ...(eTag && { etag: eTag }),
    ...(lastModified && { 'last-modified': new Date(lastModified).toUTCString() }),
    ...(expires
      ? { expires: expires.toUTCString() }
      : { 'cache-control': isOther ? `${cacheControl}, stale-while-revalidate=30` : cacheControl }),
  }
}

function disposition(name: string): string {
  if (name === '') return 'attachment;'
  const encoded = encodeURIComponent(name)
  return `attachment; filename=${encoded}; filename*=UTF-8''${encoded}`
}

function bytesOf(bytes: Buffer, status: number, headers: Record<string, string>): Response {
  return new Response(bytes as BodyInit, {
    status,
    headers: { ...headers, 'content-length': String(bytes.length) },
  })
}

/** Returns the first and the last byte of a range such as `bytes=0-99`. */
function partOf(range: string, size: number): [from: number, to: number] {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? []
  const from = first ? Number(first) : Math.max(size - Number(last), 0)
  const to = first && last ? Math.min(Number(last), size - 1) : size - 1
  const isEmpty = first ? from > to : Number(last) === 0
  if (size > 0 && !isEmpty && from < size) return [from, to]
  throw new StorageError('InvalidRange', { status: 416 })
}
