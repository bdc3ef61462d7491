import { randomUUID } from 'node:crypto'
import { type Call, jsonOf } from './call.ts'
import { findObject, ownerOf, type StoredObject } from './database.ts'
import { json, StorageError } from './errors.ts'
import { any, readFields, text, texts, truth } from './fields.ts'
import { checkKey } from './names.ts'
import { test, writeRow } from './uploads.ts'

/** Deletes one file. */
export async function remove({ database, files, scope, bucket, name }: Call): Promise<Response> {
  await database.asService(scope, (sql) => findObject(sql, bucket, name))
  await database.asCaller(scope, async (sql) => {
    const { count } = await sql`
      delete from storage.objects where bucket_id = ${bucket} and name = ${name}`
    if (count === 0) throw new StorageError('AccessDenied')
    await files.remove(bucket, [name])
  })
  return json({ message: 'Successfully deleted' })
}

/** Deletes those of many files that the caller may delete. */
export async function removeMany(call: Call): Promise<Response> {
  const { database, files, scope, bucket } = call
  const shape = { prefixes: texts(1, Number.POSITIVE_INFINITY) }
  const { prefixes } = readFields(jsonOf(call), shape, ['prefixes'])
  const removed = await database.asCaller(scope, async (sql) => {
    const rows = await sql<StoredObject[]>`
      delete from storage.objects where bucket_id = ${bucket} and name = any(${prefixes})
      returning *`
    await files.remove(
      bucket,
      rows.map(({ name }) => name),
    )
    return rows
  })
  return json(removed.map(shown))
}

const TWO_PATHS = {
  bucketId: text,
  sourceKey: text,
  destinationBucket: text,
  destinationKey: text,
}

/** Moves a file whose row the caller may change. */
export async function move(call: Call): Promise<Response> {
  const { database, files, scope, caller } = call
  const fields = readFields(jsonOf(call), TWO_PATHS, ['bucketId', 'sourceKey', 'destinationKey'])
  const { bucketId, sourceKey, destinationKey, destinationBucket = bucketId } = fields
  checkKey(destinationKey)
  const owner = caller.claims.sub
  const moved = {
    ...{ bucket_id: destinationBucket, name: destinationKey, version: randomUUID() },
    ...(owner && { owner: ownerOf(owner), owner_id: owner }),
  }
  await database.test(scope, async (sql) => {
    await findObject(sql, bucketId, sourceKey)
    const { count } = await sql`
      update storage.objects set ${sql(moved)}
      where bucket_id = ${bucketId} and name = ${sourceKey}`
    if (count === 0) throw new StorageError('NoSuchKey')
  })
  const isSame = bucketId === destinationBucket && sourceKey === destinationKey
  if (!isSame) {
    const metadata = await files.copy(bucketId, sourceKey, destinationBucket, destinationKey)
    await database.asService(
      scope,
      (sql) => sql`
        update storage.objects
        set ${sql({ ...moved, metadata: sql.json(metadata as never) })}, updated_at = now()
        where bucket_id = ${bucketId} and name = ${sourceKey}`,
    )
    await files.remove(bucketId, [sourceKey])
  }
  return json({ message: 'Successfully moved' })
}

/** Copies a file that the caller may read to a path to which the caller may upload. */
export async function copy(call: Call): Promise<Response> {
  const { database, files, scope, caller, request } = call
  const shape = { ...TWO_PATHS, copyMetadata: truth, metadata: any }
  const needed = ['sourceKey', 'bucketId', 'destinationKey'] as const
  const fields = readFields(jsonOf(call), shape, [...needed])
  const { bucketId, sourceKey, destinationKey, destinationBucket = bucketId } = fields
  checkKey(destinationKey)
  const origin = await database.asCaller(scope, (sql) => findObject(sql, bucketId, sourceKey))
  const target = {
    ...{ bucket: destinationBucket, name: destinationKey, owner: caller.claims.sub },
    isUpsert: request.headers.get('x-upsert') === 'true',
  }
  const known = origin.metadata ?? {}
  const incoming = {
    mimetype: String(known.mimetype),
    bytes: { length: Number(known.contentLength) },
    userMetadata: origin.user_metadata ?? undefined,
  }
  await test(call, target, incoming, scope)
  const metadata = await files.copy(bucketId, sourceKey, destinationBucket, destinationKey)
  const always = { ...target, isUpsert: true }
  const copied = await database.asService(scope, (sql) =>
    writeRow(sql, always, metadata, incoming.userMetadata, randomUUID()),
  )
  const key = `${destinationBucket}/${destinationKey}`
  return json({ Id: copied?.id, Key: key, ...(copied && shown(copied)) })
}

/** A row as an answer shows it: nulls in columns of text become empty texts. */
function shown(object: StoredObject): object {
  const { id, name, bucket_id, metadata, user_metadata } = object
  const { created_at, updated_at, last_accessed_at } = object
  const { owner, owner_id, version } = object
  return {
    ...{ id, name, bucket_id, metadata, user_metadata },
    ...{ created_at, updated_at, last_accessed_at },
    ...{ owner: owner ?? '', owner_id: owner_id ?? '', version: version ?? '' },
  }
}
