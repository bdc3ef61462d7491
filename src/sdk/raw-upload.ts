import { attempt } from './attempt.ts'
import { SocialError } from './errors.ts'
import { fail, type Result, succeed } from './result.ts'
import { fromStorage, fromStorageAnswer } from './storage-errors.ts'
import type { Client } from './supabase.ts'

/** Receives the progress of an upload, from 0 to 1. */
export type OnProgress = (done: number) => void

interface RawUpload {
  path: string
  body: Blob
  onProgress?: OnProgress | undefined
  signal?: AbortSignal | undefined
}

/** Uploads a raw file to the bucket `social-uploads`. Succeeds if the file exists already. */
export async function putRaw(db: Client, upload: RawUpload): Promise<Result<true>> {
  const { path, body, signal, onProgress } = upload
  if (signal?.aborted) return fail(new SocialError('aborted'))
  const bucket = db.storage.from('social-uploads')
  const contentType = body.type
  const { data, error } =
    (onProgress || signal) && typeof XMLHttpRequest !== 'undefined'
      ? await attempt(() => bucket.createSignedUploadUrl(path), fromStorage)
      : await attempt(() => bucket.upload(path, body, { contentType }), fromStorage)
  const sent = error
    ? fail(error)
    : 'signedUrl' in data
      ? await send(data.signedUrl, upload)
      : succeed(true as const)
  if (!sent.error || isDuplicate(sent.error)) return succeed(true)
  // After a server error, the file may or may not be stored. The code `network` makes the caller
  // repeat the upload. A repeated upload succeeds even if the file is stored already.
  return sent.error.status >= 500 ? fail(new SocialError('network', sent.error)) : sent
}

function isDuplicate({ cause }: SocialError): boolean {
  return cause instanceof Error && /already exists|duplicate/i.test(cause.message)
}

/**
 * Uploads with XMLHttpRequest, because fetch does not report progress and storage-js cannot abort
 * an upload.
 */
function send(url: string, { body, onProgress, signal }: RawUpload): Promise<Result<true>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    const end = (error?: SocialError) => {
      signal?.removeEventListener('abort', abort)
      resolve(error ? fail(error) : succeed(true))
    }
    if (signal?.aborted) return end(new SocialError('aborted'))
    signal?.addEventListener('abort', abort)
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0)
    request.onerror = () => end(new SocialError('network'))
    request.onabort = () => end(new SocialError('aborted'))
    request.onload = () => {
      const { status, responseText } = request
      end(status < 300 ? undefined : fromStorageAnswer(responseText, status))
    }
    request.open('PUT', url)
    request.setRequestHeader('content-type', body.type)
    request.send(body)
  })
}
