import { signClaims } from '../jwt.ts'
import { type Call, jsonOf, parameterOf } from './call.ts'
import { type Claims, verify } from './caller.ts'
import { findObject } from './database.ts'
import { json, StorageError } from './errors.ts'
import { integer, readFields, texts } from './fields.ts'
import { checkKey } from './names.ts'
import { bytes } from './reading.ts'
import { receive, store, test } from './uploads.ts'

const MOST_PATHS = 1000
/** The seconds for which a signed address of an upload is valid: two hours, as on a hosted project. */
const UPLOAD_SECONDS = 7200
/** Later times are no safe integers in milliseconds. */
const LATEST = Math.floor(Number.MAX_SAFE_INTEGER / 1000)

/** Signs the address of one file that the caller may read. */
export async function sign(call: Call): Promise<Response> {
  const { database, scope, bucket, name } = call
  const { expiresIn } = readFields(jsonOf(call), { expiresIn: integer(1) }, ['expiresIn'])
  checkSeconds(expiresIn)
  checkKey(name)
  await database.asCaller(scope, (sql) => findObject(sql, bucket, name))
  return json({ signedURL: addressOf(call, name, expiresIn) })
}

/** Signs the addresses of many files. A file that the caller may not read gets an error. */
export async function signMany(call: Call): Promise<Response> {
  const { database, scope, bucket } = call
  const shape = { expiresIn: integer(1), paths: texts(1, MOST_PATHS) }
  const { expiresIn, paths } = readFields(jsonOf(call), shape, ['expiresIn', 'paths'])
  checkSeconds(expiresIn)
  const rows = await database.asCaller(
    scope,
    (sql) => sql<{ name: string }[]>`
      select name from storage.objects where bucket_id = ${bucket} and name = any(${paths})`,
  )
  const visible = new Set(rows.map(({ name }) => name))
  const missing = 'Either the object does not exist or you do not have access to it'
  return json(
    paths.map((path) =>
      visible.has(path)
        ? { error: null, path, signedURL: addressOf(call, path, expiresIn) }
        : { error: missing, path, signedURL: null },
    ),
  )
}

/** Downloads a file by its signed address. */
export async function readSigned(call: Call): Promise<Response> {
  const { database, scope, bucket, name } = call
  const { exp } = readSignature(call, parameterOf(call, 'token'), 'download')
  await database.asService(scope, (sql) => findObject(sql, bucket, name))
  return bytes(call, new Date(Number(exp) * 1000))
}

/** Signs the address of an upload that the caller may make. */
export async function signUpload(call: Call): Promise<Response> {
  const { bucket, name, caller, scope, request, keys } = call
  const isUpsert = request.headers.get('x-upsert') === 'true'
  const owner = caller.claims.sub
  const mimetype = request.headers.get('content-type') ?? 'application/octet-stream'
  await test(call, { bucket, name, owner, isUpsert }, { mimetype, bytes: call.body }, scope)
  const path = `${bucket}/${name}`
  const claims = { owner, url: path, upsert: isUpsert, scope: 'upload' }
  const token = signClaims(claims, UPLOAD_SECONDS, keys.jwtSecret)
  return json({ url: `/object/upload/sign/${path}?token=${token}`, token })
}

/** Uploads a file by a signed address. */
export async function uploadSigned(call: Call): Promise<Response> {
  const { bucket, name } = call
  const target = targetOf(call, parameterOf(call, 'token'))
  const incoming = await receive(call)
  await test(call, target, incoming, { ...call.scope, claims: { role: 'service_role' } })
  await store(call, target, incoming)
  return json({ Key: `${bucket}/${name}` })
}

/** Returns what the signature of an upload allows. */
export function targetOf(call: Call, token: string) {
  const { owner, upsert } = readSignature(call, token, 'upload')
  const { bucket, name } = call
  return { bucket, name, owner: owner as string | undefined, isUpsert: upsert === true }
}

/** Refuses a token that was not signed for this file and this purpose. */
function readSignature(
  { keys, bucket, name }: Call,
  token: string,
  scope: 'download' | 'upload',
): Claims {
  let claims: Claims
  try {
    claims = verify(token, keys.jwtSecret)
  } catch (error) {
    throw new StorageError('InvalidJWT', { message: (error as Error).message })
  }
  // Old tokens have no scope. Only those of uploads have the claim `upsert`.
  const given = claims.scope ?? ('upsert' in claims ? 'upload' : 'download')
  if (given !== scope) {
    throw new StorageError('InvalidSignature', { message: `Token is not scoped for ${scope}` })
  }
  if (claims.url !== `${bucket}/${name}`) throw new StorageError('InvalidSignature')
  return claims
}

function addressOf({ bucket, keys }: Call, name: string, seconds: number): string {
  const url = `${bucket}/${name}`
  const token = signClaims({ url, scope: 'download' }, seconds, keys.jwtSecret)
  return `/object/sign/${url}?token=${token}`
}

function checkSeconds(seconds: number): void {
  if (Math.floor(Date.now() / 1000) + seconds <= LATEST) return
  throw new StorageError('InvalidParameter', { message: 'Invalid Parameter expiresIn' })
}
