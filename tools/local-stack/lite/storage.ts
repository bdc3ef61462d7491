import type { PostgresConnection } from '@supabase/lite/postgres'
import type { Context } from './context.ts'
import { foldIntoFolders, type ListOptions, type StoredObject } from './storage-list.ts'

interface Access {
  execute(query: object): Promise<StoredObject[]>
  listObjects(bucket: string, prefix: string, options: object): Promise<StoredObject[]>
}

/**
 * The StorageService of @supabase/lite. lite creates a StorageService for each request. lite
 * declares most of these members private.
 */
interface StorageService {
  connection: PostgresConnection
  repo: { db: unknown; findBucketById(id: string): Promise<object | null> }
  access: Access
  getBucketBypass(bucket: string): Promise<object>
  signStorageToken(claims: object, seconds: number): Promise<string>
  createSignedUrl(bucket: string, path: string, seconds: number): Promise<object>
  createSignedUrls(bucket: string, paths: string[], seconds: number): Promise<object[]>
  createSignedUploadUrl(...args: unknown[]): Promise<{ signedUrl: string; token: string }>
  list(bucket: string, prefix: string | undefined, options: ListOptions): Promise<object[]>
  verifySignedUrl(token: string): Promise<object>
}

const MANY = /^\/storage\/v1\/object\/sign\/[^/]+\/?$/
const NO_ACCESS = 'Either the object does not exist or you do not have access to it'

/** Patches the StorageService of one request so that it answers as hosted Storage does. */
export function coverStorage(c: Context, connection: PostgresConnection): void {
  const service = c.var.storageService as StorageService
  // Defect of @supabase/lite 0.10.0: lite queries the Storage tables with the login of Auth, which
  // does not own these tables.
  service.connection = connection
  service.repo.db = connection.kysely
  signAsHosted(c, service)
  service.list = async (bucket, prefix, options) => {
    await service.getBucketBypass(bucket)
    const folder = prefix ? `${prefix.replace(/\/+$/, '')}/` : ''
    const objects = await service.access.listObjects(bucket, folder, {})
    return foldIntoFolders(objects, folder, options)
  }
  // Defect of @supabase/lite 0.10.0: lite answers an invalid token with 500. Empty claims make lite
  // answer with 400.
  const verify = service.verifySignedUrl.bind(service)
  service.verifySignedUrl = (token) => verify(token).catch(() => ({}))
}

/**
 * Adds the fields that supabase-js reads. The URLs in these fields lack the prefix `/storage/v1`.
 * Defect of
 * @supabase/lite 0.10.0: `createSignedUrl` returns no `signedURL`, and `createSignedUploadUrl`
 * returns no `url` and no token.
 */
function signAsHosted(c: Context, service: StorageService): void {
  const one = service.createSignedUrl.bind(service)
  service.createSignedUrl = async (bucket, path, seconds) => {
    // Defect of @supabase/lite 0.10.0: the router of lite sends a request for many paths to the
    // handler for one path.
    if (!MANY.test(c.req.path)) {
      const { signedUrl } = (await one(bucket, path, seconds)) as { signedUrl: string }
      return { signedUrl, signedURL: withoutPrefix(signedUrl) }
    }
    return service.createSignedUrls(bucket, JSON.parse(await c.req.text()).paths, seconds)
  }
  const upload = service.createSignedUploadUrl.bind(service)
  service.createSignedUploadUrl = async (...args) => {
    const answer = await upload(...args)
    return { ...answer, url: withoutPrefix(answer.signedUrl) }
  }
  // Defect of @supabase/lite 0.10.0: lite runs one query for each path, so a page of a feed takes
  // hundreds of queries.
  service.createSignedUrls = async (bucket, paths, seconds) => {
    await service.getBucketBypass(bucket)
    const where = { $and: [{ bucket_id: { $eq: bucket } }, { name: { $in: paths } }] }
    const query = { type: 'query', schema: 'storage', from: 'objects', select: ['name'], where }
    const visible = new Set((await service.access.execute(query)).map((object) => object.name))
    return Promise.all(
      paths.map(async (path) => {
        if (!visible.has(path)) return { error: NO_ACCESS, path, signedURL: null }
        const claims = { sub: path, bucket, intent: 'download' }
        const token = await service.signStorageToken(claims, seconds)
        return { error: null, path, signedURL: `/object/sign/${bucket}/${path}?token=${token}` }
      }),
    )
  }
}

function withoutPrefix(url: string): string {
  return url.replace(/^\/storage\/v1/, '')
}
