import { randomUUID } from 'node:crypto'
import type { Call } from './call.ts'
import {
  type Bucket,
  ownerOf,
  type Scope,
  type StoredObject,
  type Transaction,
} from './database.ts'
import { json, StorageError } from './errors.ts'
import type { Metadata } from './file-store.ts'
import { checkKey } from './names.ts'

/** The size up to which this server accepts a file. Hosted projects can raise theirs to it. */
export const LARGEST_FILE = 100 * 1024 * 1024

/** A file that a request brings. */
export interface Incoming {
  bytes: Buffer
  mimetype: string
  cacheControl: string
  userMetadata?: Record<string, unknown> | undefined
}

/** Where a file goes, and whose it will be. */
export interface Target {
  bucket: string
  name: string
  owner: string | undefined
  isUpsert: boolean
}

/** Uploads a file to a path, which `x-upsert` replaces. */
export async function upload(call: Call): Promise<Response> {
  return create(call, call.request.headers.get('x-upsert') === 'true')
}

/** Uploads a file to a path, and replaces the file that is there. */
export async function replace(call: Call): Promise<Response> {
  return create(call, true)
}

async function create(call: Call, isUpsert: boolean): Promise<Response> {
  const { bucket, name, caller, scope } = call
  const incoming = await receive(call)
  const target = { bucket, name, owner: caller.claims.sub, isUpsert }
  await test(call, target, incoming, scope)
  const id = await store(call, target, incoming)
  return json({ Id: id, Key: `${bucket}/${name}` })
}

/** Reads the file of a request, and refuses it if its bucket does not accept it. */
export async function receive(call: Call): Promise<Incoming> {
  const { headers } = call.request
  const type = headers.get('content-type')
  if (type !== null && !/^[^/;]+\/[^/;]/.test(type)) throw new StorageError('InvalidMimeType')
  const bucket = await call.database.bucket(call.scope, call.bucket)
  if (!bucket) throw new StorageError('NoSuchBucket')
  const incoming = type?.startsWith('multipart/form-data')
    ? await fromForm(call)
    : {
        bytes: call.body,
        mimetype: type ?? 'application/octet-stream',
        cacheControl: headers.get('cache-control') ?? 'no-cache',
        userMetadata: decode(headers.get('x-metadata')),
      }
  checkType(bucket, incoming.mimetype)
  if (incoming.bytes.length > limitOf(bucket)) throw new StorageError('EntityTooLarge')
  checkKey(call.name)
  return incoming
}

async function fromForm({ request, body }: Call): Promise<Incoming> {
  const type = request.headers.get('content-type') ?? ''
  const form = await new Response(body as BodyInit, { headers: { 'content-type': type } })
    .formData()
    .catch(() => undefined)
  const file = [...(form?.values() ?? [])].find((value) => value instanceof Blob)
  if (!form || !file) throw new StorageError('InvalidRequest', { message: 'No content provided' })
  const field = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' ? value : undefined
  }
  const seconds = field('cacheControl')
  return {
    bytes: Buffer.from(await file.arrayBuffer()),
    mimetype: field('contentType') || file.type || 'application/octet-stream',
    cacheControl: seconds ? `max-age=${seconds}` : 'no-cache',
    userMetadata: parse(field('metadata') ?? field('userMetadata') ?? ''),
  }
}

/** Refuses what the policies refuse: tries to write the row, and undoes it. */
export async function test(
  { database }: Call,
  target: Target,
  incoming: Pick<Incoming, 'mimetype' | 'userMetadata'> & { bytes: { length: number } },
  scope: Scope,
): Promise<void> {
  const { mimetype, bytes, userMetadata } = incoming
  const metadata = { mimetype, contentLength: bytes.length }
  await database
    .test(scope, (sql) => writeRow(sql, target, metadata, userMetadata, '1'))
    .catch((error) => {
      const isTaken = !target.isUpsert && error.code === '23505'
      throw isTaken ? new StorageError('KeyAlreadyExists') : error
    })
}

/** Stores a file whose upload the policies allow. Returns the id of its row. */
export async function store(call: Call, target: Target, incoming: Incoming): Promise<string> {
  const { bucket, name } = target
  const { bytes, userMetadata = {}, ...types } = incoming
  const metadata = await call.files.write(bucket, name, bytes, types)
  const always = { ...target, isUpsert: true }
  const row = await call.database.asService(call.scope, (sql) =>
    writeRow(sql, always, metadata, userMetadata, randomUUID()),
  )
  return row?.id ?? ''
}

/** Writes the row of a file. Returns the row only if it may replace another one. */
export async function writeRow(
  sql: Transaction,
  { bucket, name, owner, isUpsert }: Target,
  metadata: Partial<Metadata>,
  userMetadata: Record<string, unknown> | undefined,
  version: string,
): Promise<StoredObject | undefined> {
  const row = {
    ...{ bucket_id: bucket, name, version, metadata: sql.json(metadata as never) },
    user_metadata: userMetadata === undefined ? null : sql.json(userMetadata as never),
    ...{ owner: ownerOf(owner), owner_id: owner ?? null },
  }
  if (!isUpsert) {
    await sql`insert into storage.objects ${sql(row)}`
    return undefined
  }
  const [written] = await sql<StoredObject[]>`
    insert into storage.objects ${sql(row)}
    on conflict (name, bucket_id) do update set
      metadata = excluded.metadata,
      user_metadata = excluded.user_metadata,
      version = excluded.version,
      owner = excluded.owner,
      owner_id = excluded.owner_id,
      updated_at = now()
    returning *`
  return written
}

/** Refuses a type that the bucket does not allow. */
export function checkType({ allowed_mime_types }: Bucket, type: string): void {
  if (!allowed_mime_types || allowed_mime_types.length === 0) return
  const [kind, form] = type.split('/')
  const isAllowed = allowed_mime_types.some((allowed) => {
    const [allowedKind, allowedForm] = allowed.split('/')
    return allowedKind === kind && (allowedForm === '*' || allowedForm === form)
  })
  if (isAllowed) return
  throw new StorageError('InvalidMimeType', { message: `mime type ${type} is not supported` })
}

export function limitOf({ file_size_limit }: Bucket): number {
  return Math.min(file_size_limit ?? LARGEST_FILE, LARGEST_FILE)
}

function decode(text: string | null): Record<string, unknown> | undefined {
  return text === null ? undefined : parse(Buffer.from(text, 'base64').toString())
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
