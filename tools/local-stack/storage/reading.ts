import { asset, head, info } from './asset.ts'
import type { Call } from './call.ts'
import { findObject, type StoredObject } from './database.ts'
import { StorageError } from './errors.ts'
import { checkKey } from './names.ts'

/** Downloads a file that the caller may read, or any file of a public bucket. */
export async function read(call: Call): Promise<Response> {
  await visible(call)
  return bytes(call)
}

/** Downloads a file of a public bucket. */
export async function readPublic(call: Call): Promise<Response> {
  await open(call)
  return bytes(call)
}

export async function headOf(call: Call): Promise<Response> {
  return head(await visible(call), call.request)
}

export async function headOfPublic(call: Call): Promise<Response> {
  return head(await open(call), call.request)
}

export async function infoOf(call: Call): Promise<Response> {
  return info(await visible(call))
}

export async function infoOfPublic(call: Call): Promise<Response> {
  return info(await open(call))
}

/** Answers with the bytes of a file whose row the caller has seen. */
export async function bytes(call: Call, expires?: Date): Promise<Response> {
  const file = await call.files.read(call.bucket, call.name).catch(() => {
    // A row without a file.
    throw new StorageError('NoSuchKey', {
      error: 'Not found',
      message: 'The resource was not found',
    })
  })
  return asset(file, call.request, call.url, expires)
}

async function visible(call: Call): Promise<StoredObject> {
  const { database, scope, bucket, name, caller } = call
  const found = await database.bucket(scope, bucket)
  if (!found || (!found.public && !caller.isKnown)) throw new StorageError('NoSuchBucket')
  checkKey(name)
  if (found.public) return database.asService(scope, (sql) => findObject(sql, bucket, name))
  return database.asCaller(scope, (sql) => findObject(sql, bucket, name))
}

async function open({ database, scope, bucket, name }: Call): Promise<StoredObject> {
  const found = await database.bucket(scope, bucket)
  if (!found?.public) throw new StorageError('NoSuchBucket')
  checkKey(name)
  return database.asService(scope, (sql) => findObject(sql, bucket, name))
}
