import { randomUUID } from 'node:crypto'
import type { Call } from './call.ts'
import { StorageError, toStorageError } from './errors.ts'
import { checkBucketName, checkKey } from './names.ts'
import { targetOf } from './signing.ts'
import { checkType, LARGEST_FILE, limitOf, store, type Target, test } from './uploads.ts'

/** What is known of an upload that comes in parts. */
interface Details {
  size: number
  metadata: Record<string, string>
  /** The number of its bytes, once the file is complete. */
  done?: number
}

/** An upload, with the number of bytes that have arrived. */
interface Upload extends Details {
  id: string
  bytes: Buffer
  offset: number
}

/** A refusal by the protocol itself. Storage refuses in the same form. */
class TusError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(`${message}\n`)
  }
}

const PARTS = 'application/offset+octet-stream'
const EXTENSIONS = 'creation,creation-with-upload,creation-defer-length,termination,expiration'

/**
 * Resumable uploads by the TUS protocol 1.0.0. The bytes of an upload wait in the file store until
 * the last part arrives. Uploads without a length are not supported.
 */
export async function resumable(call: Call): Promise<Response> {
  try {
    checkHeaders(call)
    const answers = { POST: begin, PATCH: add, HEAD: show, DELETE: end, OPTIONS: offer }
    const answer = answers[call.request.method as keyof typeof answers]
    return await answer(call)
  } catch (error) {
    const refusal = error instanceof TusError ? error : toStorageError(error)
    const status = refusal instanceof StorageError ? refusal.inBody : refusal.status
    const length = String(Buffer.byteLength(refusal.message))
    return text(status, { 'content-length': length }, refusal.message)
  }
}

async function begin(call: Call): Promise<Response> {
  const { request, url, files } = call
  const metadata = readMetadata(request.headers.get('upload-metadata') ?? '')
  const size = Number(request.headers.get('upload-length'))
  const { bucketName: bucket = '', objectName: name = '', contentType } = metadata
  checkBucketName(bucket)
  checkKey(name)
  const found = await call.database.bucket(call.scope, bucket)
  if (!found) throw new StorageError('NoSuchBucket')
  await permit(call, bucket, name, { size, metadata })
  if (size > limitOf(found)) throw new TusError(413, 'Maximum size exceeded')
  if (contentType) checkType(found, contentType)
  const isNumber = /^-?\d+$/.test(metadata.cacheControl ?? '')
  metadata.cacheControl = isNumber ? `max-age=${metadata.cacheControl}` : 'no-cache'
  const id = Buffer.from(`${bucket}/${name}/${randomUUID()}`).toString('base64url')
  await files.begin(id, { size, metadata })
  const location = `${url.origin}/storage/v1${url.pathname.replace(/\/$/, '')}/${id}`
  if (request.headers.get('content-type') !== PARTS) return text(201, { location })
  const more = await write(call, await find(call, id), call.body)
  return text(201, { location, ...more })
}

async function add(call: Call): Promise<Response> {
  const offset = call.request.headers.get('upload-offset')
  if (offset === null) throw new TusError(403, 'Upload-Offset header required')
  const upload = await find(call)
  if (upload.offset !== Number(offset)) throw new TusError(409, 'Upload-Offset conflict')
  if (upload.offset + call.body.length > upload.size) {
    throw new TusError(413, "upload's size exceeded")
  }
  return answer(204, await write(call, upload, call.body))
}

async function show(call: Call): Promise<Response> {
  const { offset, size, metadata } = await find(call, idOf(call), true)
  const encoded = Object.entries(metadata).map(([name, value]) =>
    value ? `${name} ${Buffer.from(value).toString('base64')}` : name,
  )
  return text(200, {
    'cache-control': 'no-store',
    'upload-offset': String(offset),
    'upload-length': String(size),
    'upload-metadata': encoded.join(','),
  })
}

async function end(call: Call): Promise<Response> {
  const { id, done } = await find(call)
  if (done !== undefined) throw new TusError(400, 'Cannot terminate an already completed upload')
  await call.files.forget(id)
  return answer(204)
}

async function offer(): Promise<Response> {
  return answer(204, {
    'tus-version': '1.0.0',
    'tus-max-size': String(LARGEST_FILE),
    'tus-extension': EXTENSIONS,
  })
}

/** Writes the next bytes of an upload. The last ones make the file. */
async function write(call: Call, upload: Upload, part: Buffer): Promise<Record<string, string>> {
  const { files } = call
  const { id, size, metadata } = upload
  await files.append(id, part)
  const offset = upload.offset + part.length
  const known = { 'upload-offset': String(offset) }
  if (offset < size) return known
  const { bucket, name } = pathOf(id)
  const target = targetFor(call, bucket, name)
  await store(call, target, {
    bytes: Buffer.concat([upload.bytes, part]),
    mimetype: metadata.contentType ?? 'application/octet-stream',
    cacheControl: metadata.cacheControl ?? 'no-cache',
    userMetadata: customOf(metadata),
  })
  await files.begin(id, { size, metadata, done: size })
  return { ...known, 'tus-complete': '1' }
}

/** Returns the upload of the address, after it has asked whether the caller may upload there. */
async function find(call: Call, id = idOf(call), isOpen = false): Promise<Upload> {
  const { bucket, name } = pathOf(id)
  const found = await call.files.unfinished<Details>(id)
  if (isSigned(call)) targetFor(call, bucket, name)
  if (!found) throw new TusError(404, 'The file for this url was not found')
  const { details, bytes } = found
  if (!isOpen) await permit(call, bucket, name, details)
  return { ...details, id, bytes, offset: details.done ?? bytes.length }
}

/** Refuses a caller who may not upload to a path. */
async function permit(
  call: Call,
  bucket: string,
  name: string,
  { size, metadata }: Details,
): Promise<void> {
  const target = targetFor(call, bucket, name)
  if (isSigned(call)) return
  const incoming = {
    mimetype: metadata.contentType ?? 'application/octet-stream',
    bytes: { length: size },
    userMetadata: customOf(metadata),
  }
  await test(call, target, incoming, call.scope)
}

function targetFor(call: Call, bucket: string, name: string): Target {
  const { caller, request } = call
  if (!isSigned(call)) {
    const isUpsert = request.headers.get('x-upsert') === 'true'
    return { bucket, name, owner: caller.claims.sub, isUpsert }
  }
  const token = request.headers.get('x-signature')
  if (token !== null) return targetOf({ ...call, bucket, name }, token)
  throw new StorageError('InvalidSignature', { message: 'Missing x-signature header' })
}

function isSigned({ url }: Call): boolean {
  return /\/upload\/resumable\/sign(\/|$)/.test(url.pathname)
}

function idOf({ url }: Call): string {
  return url.pathname.split('/').at(-1) ?? ''
}

/** Returns the path of the file to which an upload leads. */
function pathOf(id: string): { bucket: string; name: string } {
  const [bucket, ...rest] = Buffer.from(id, 'base64url').toString().split('/')
  const name = rest.slice(0, -1).join('/')
  if (!bucket || !name) throw new StorageError('InvalidUploadId')
  return { bucket, name }
}

function checkHeaders({ request }: Call): void {
  const { method, headers } = request
  if (method === 'OPTIONS') return
  const version = headers.get('tus-resumable')
  if (version === null) throw new TusError(412, 'Tus-Resumable Required')
  const isPart = method === 'PATCH'
  const checks: [name: string, isValid: RegExp, isNeeded: boolean][] = [
    ['tus-resumable', /^1\.0\.0$/, true],
    ['upload-length', /^\d+$/, method === 'POST'],
    ['upload-offset', /^\d+$/, false],
    ['upload-metadata', /\S/, method === 'POST'],
    ['content-type', new RegExp(`^${PARTS.replace('+', '\\+')}$`), isPart],
  ]
  for (const [name, isValid, isNeeded] of checks) {
    const value = headers.get(name)
    if (name === 'content-type' && !isPart) continue
    if (value === null ? isNeeded : !isValid.test(value)) throw new TusError(400, `Invalid ${name}`)
  }
}

/** Reads a header such as `name dmFsdWU=,other dmFsdWU=`. */
function readMetadata(header: string): Record<string, string> {
  const pairs = header.split(',').map((pair) => pair.trim().split(/\s+/))
  return Object.fromEntries(
    pairs.map(([name = '', value = '']) => [name, Buffer.from(value, 'base64').toString()]),
  )
}

function customOf({ metadata }: Record<string, string>): Record<string, unknown> | undefined {
  try {
    return metadata ? JSON.parse(metadata) : undefined
  } catch {
    return undefined
  }
}

function text(status: number, headers: Record<string, string>, body = ''): Response {
  return answer(status, { 'content-type': 'text/plain;charset=UTF-8', ...headers }, body)
}

function answer(status: number, headers: Record<string, string> = {}, body = ''): Response {
  return new Response(body === '' ? null : body, {
    status,
    headers: { 'tus-resumable': '1.0.0', ...headers },
  })
}
