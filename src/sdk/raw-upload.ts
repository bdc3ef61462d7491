import { attempt } from './attempt.ts'
import { fail, type Result, succeed } from './result.ts'
import { SocialError } from './social-error.ts'
import { fromStorage, fromStorageAnswer } from './storage-errors.ts'
import type { Client } from './supabase.ts'

/** Receives the progress of an upload, from 0 to 1. */
export type OnProgress = (done: number) => void

interface RawUpload {
  path: string
  body: Blob
  /** The access token of the person who uploads the file. */
  token: string
  onProgress?: OnProgress | undefined
  signal?: AbortSignal | undefined
}

/** Uploads a raw file to the bucket `social-uploads`. Succeeds if the file exists already. */
export async function putRaw(db: Client, upload: RawUpload): Promise<Result<true>> {
  const { path, body, signal, onProgress } = upload
  if (signal?.aborted) return fail(new SocialError('aborted'))
  const bucket = db.storage.from('social-uploads')
  const contentType = body.type
  const sent: Result<unknown> =
    (onProgress || signal) && typeof XMLHttpRequest !== 'undefined'
      ? await send(urlOf(bucket.getPublicUrl(path).data.publicUrl), upload)
      : await attempt(() => bucket.upload(path, body, { contentType }), fromStorage)
  if (!sent.error || isDuplicate(sent.error)) return succeed(true)
  // After a server error, the file may or may not be stored. The code `network` makes the caller
  // repeat the upload. A repeated upload succeeds even if the file is stored already.
  const { error } = sent
  return fail(error.status >= 500 ? new SocialError('network', error) : error)
}

/** Returns the address of a plain upload, which storage-js does not offer. */
function urlOf(publicUrl: string): string {
  return publicUrl.replace('/object/public/', '/object/')
}

function isDuplicate({ cause }: SocialError): boolean {
  return cause instanceof Error && /already exists|duplicate/i.test(cause.message)
}

/**
 * Uploads with XMLHttpRequest, because fetch does not report progress and storage-js cannot abort
 * an upload.
 */
function send(url: string, { body, token, onProgress, signal }: RawUpload): Promise<Result<true>> {
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
    request.open('POST', url)
    request.setRequestHeader('authorization', `Bearer ${token}`)
    request.setRequestHeader('content-type', body.type)
    request.send(body)
  })
}
