import { type Call, jsonOf } from './call.ts'
import type { Bucket } from './database.ts'
import { json, StorageError } from './errors.ts'
import { any, readFields, text, truth } from './fields.ts'
import { checkBucketName } from './names.ts'
import { LARGEST_FILE } from './uploads.ts'

const LIMITS = { public: truth, file_size_limit: any, allowed_mime_types: any }

export async function createBucket(call: Call): Promise<Response> {
  const { database, scope, caller } = call
  const fields = readFields(jsonOf(call), { ...LIMITS, name: text, id: text }, ['name'])
  const { name, id = name } = fields
  checkBucketName(name)
  const row = { public: false, ...limitsOf(fields), id, name, owner_id: caller.claims.sub ?? null }
  await database
    .asCaller(scope, (sql) => sql`insert into storage.buckets ${sql(row)}`)
    .catch((error) => {
      throw error.code === '23505' ? new StorageError('BucketAlreadyExists') : error
    })
  return json({ name })
}

export async function oneBucket({ database, scope, bucket }: Call): Promise<Response> {
  const [found] = await database.asCaller(
    scope,
    (sql) => sql<Bucket[]>`select * from storage.buckets where id = ${bucket}`,
  )
  if (!found) throw new StorageError('NoSuchBucket')
  return json(shown(found))
}

const SORTED_BY = ['id', 'name', 'created_at', 'updated_at']

export async function listBuckets({ database, scope, url }: Call): Promise<Response> {
  const query = url.searchParams
  const found = await database.asCaller(scope, (sql) => {
    const column = SORTED_BY.find((name) => name === query.get('sortColumn')) ?? 'id'
    const isDescending = query.get('sortOrder') === 'desc'
    return sql<Bucket[]>`
      select * from storage.buckets
      where position(lower(${query.get('search') ?? ''}) in lower(name)) > 0
      order by
        case when ${isDescending}::boolean then null else ${sql(column)} end, ${sql(column)} desc
      limit ${query.get('limit')}::integer offset ${query.get('offset')}::integer`
  })
  return json(found.map((bucket) => ({ ...shown(bucket), type: 'STANDARD' })))
}

export async function updateBucket(call: Call): Promise<Response> {
  const { database, scope, bucket } = call
  const row = { ...limitsOf(readFields(jsonOf(call), LIMITS, [])), updated_at: new Date() }
  const { count } = await database.asCaller(
    scope,
    (sql) => sql`update storage.buckets set ${sql(row)} where id = ${bucket}`,
  )
  if (count === 0) throw new StorageError('NoSuchBucket')
  return json({ message: 'Successfully updated' })
}

export async function deleteBucket({ database, scope, bucket }: Call): Promise<Response> {
  if (!(await database.bucket(scope, bucket))) throw new StorageError('NoSuchBucket')
  const [file] = await database.asService(
    scope,
    (sql) => sql`select from storage.objects where bucket_id = ${bucket} limit 1`,
  )
  if (file) throw new StorageError('ResourceNotEmpty')
  const { count } = await database.asCaller(
    scope,
    (sql) => sql`delete from storage.buckets where id = ${bucket}`,
  )
  if (count === 0) throw new StorageError('NoSuchBucket')
  return json({ message: 'Successfully deleted' })
}

/** Deletes all files of a bucket. A hosted project queues this. */
export async function emptyBucket(call: Call): Promise<Response> {
  const { database, files, scope, bucket, caller } = call
  if (caller.claims.role !== 'service_role') {
    const message = 'Access denied: Invalid role'
    throw new StorageError('AccessDenied', { message, status: 403 })
  }
  if (!(await database.bucket(scope, bucket))) throw new StorageError('NoSuchBucket')
  const removed = await database.asService(
    scope,
    (sql) => sql<{ name: string }[]>`
      delete from storage.objects where bucket_id = ${bucket} returning name`,
  )
  await files.remove(
    bucket,
    removed.map(({ name }) => name),
  )
  const message = 'Empty bucket has been queued. Completion may take up to an hour.'
  return json({ message })
}

function limitsOf(fields: {
  public?: unknown
  file_size_limit?: unknown
  allowed_mime_types?: unknown
}) {
  const { public: isPublic, file_size_limit: size, allowed_mime_types: types } = fields
  const bytes = typeof size === 'string' ? bytesOf(size) : size
  if (typeof bytes === 'number' && bytes > LARGEST_FILE) throw new StorageError('EntityTooLarge')
  for (const type of Array.isArray(types) ? types : []) checkMimeType(String(type))
  return {
    ...(isPublic !== undefined && { public: isPublic as boolean }),
    ...(bytes !== undefined && { file_size_limit: bytes as number | null }),
    ...(types !== undefined && { allowed_mime_types: types as string[] | null }),
  }
}

function checkMimeType(type: string): void {
  if (/^([\w+.-]+)\/([\w+.-]+)(;\s*charset=[\w-]+)?$|\*$/.test(type)) return
  throw new StorageError('InvalidMimeType', { message: `mime type ${type} is not supported` })
}

/** Returns the bytes of a size such as `20MB`. */
function bytesOf(size: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)(gb|mb|kb|b)$/i.exec(size) ?? []
  const factor = { GB: 1e9, MB: 1e6, KB: 1e3, B: 1 }[unit.toUpperCase()]
  if (factor !== undefined) return Number(number) * factor
  const message = 'Invalid file size format, hint: use 20GB / 20MB / 30KB / 3B'
  throw new StorageError('InvalidRequest', { message })
}

function shown(bucket: Bucket): object {
  const { id, name, owner, public: isPublic, file_size_limit, allowed_mime_types } = bucket
  const { created_at, updated_at } = bucket
  return {
    ...{ id, name, owner: owner ?? '', public: isPublic, file_size_limit, allowed_mime_types },
    ...{ created_at, updated_at },
  }
}
