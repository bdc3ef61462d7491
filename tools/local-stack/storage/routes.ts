import {
  createBucket,
  deleteBucket,
  emptyBucket,
  listBuckets,
  oneBucket,
  updateBucket,
} from './buckets.ts'
import type { Route } from './call.ts'
import type { Demand } from './caller.ts'
import { copy, move, remove, removeMany } from './changes.ts'
import { list, listPage } from './listing.ts'
import { headOf, headOfPublic, infoOf, infoOfPublic, read, readPublic } from './reading.ts'
import { resumable } from './resumable.ts'
import { readSigned, sign, signMany, signUpload, uploadSigned } from './signing.ts'
import { replace, upload } from './uploads.ts'

/** All routes below `/storage/v1`, with the operations that policies read. The first fitting one answers. */
export const routes: Route[] = [
  route('GET /bucket', 'storage.bucket.list', listBuckets),
  route('POST /bucket', 'storage.bucket.create', createBucket),
  route('POST /bucket/:bucket/empty', 'storage.bucket.empty', emptyBucket),
  route('GET /bucket/:bucket', 'storage.bucket.get', oneBucket),
  route('PUT /bucket/:bucket', 'storage.bucket.update', updateBucket),
  route('DELETE /bucket/:bucket', 'storage.bucket.delete', deleteBucket),

  route('POST /object/list/:bucket', 'storage.object.list', list),
  route('POST /object/list-v2/:bucket', 'storage.object.list_v2', listPage),
  route('POST /object/move', 'storage.object.move', move),
  route('POST /object/copy', 'storage.object.copy', copy),

  route('POST /object/sign/:bucket', 'storage.object.sign_many', signMany),
  route('POST /object/sign/:bucket/*', 'storage.object.sign', sign),
  route('GET /object/sign/:bucket/*', 'storage.object.get_signed', readSigned, 'public'),
  route('HEAD /object/sign/:bucket/*', 'storage.object.get_signed', readSigned, 'public'),
  route('POST /object/upload/sign/:bucket/*', 'storage.object.sign_upload_url', signUpload),
  route(
    'PUT /object/upload/sign/:bucket/*',
    'storage.object.upload_signed',
    uploadSigned,
    'public',
  ),

  route('GET /object/public/:bucket/*', 'storage.object.get_public', readPublic, 'public'),
  route('HEAD /object/public/:bucket/*', 'storage.object.info_public', headOfPublic, 'public'),
  route('GET /object/info/public/:bucket/*', 'storage.object.info_public', infoOfPublic, 'public'),
  route('GET /object/info/authenticated/:bucket/*', 'object.get_authenticated_info', infoOf),
  route('GET /object/info/:bucket/*', 'object.get_authenticated_info', infoOf, 'public'),
  route('HEAD /object/authenticated/:bucket/*', 'object.head_authenticated_info', headOf),
  route('GET /object/authenticated/:bucket/*', 'storage.object.get_authenticated', read),

  route('HEAD /object/:bucket/*', 'object.head_authenticated_info', headOf, 'public'),
  route('GET /object/:bucket/*', 'storage.object.get_authenticated', read, 'public'),
  route('POST /object/:bucket/*', 'storage.object.upload', upload),
  route('PUT /object/:bucket/*', 'storage.object.upload_update', replace),
  route('DELETE /object/:bucket/*', 'storage.object.delete', remove),
  route('DELETE /object/:bucket', 'storage.object.delete_many', removeMany),

  ...resumableRoutes('/upload/resumable/sign', '_signed', 'public'),
  ...resumableRoutes('/upload/resumable', '', 'bearer'),
]

function route(
  asked: string,
  operation: string,
  answer: Route['answer'],
  demand: Demand = 'token',
): Route {
  const [method = '', path = ''] = asked.split(' ')
  const pattern = path.replace(/:\w+/, '([^/]+)').replace(/\*$/, '(.*)')
  return { method, address: new RegExp(`^${pattern}/?$`), operation, answer, demand }
}

function resumableRoutes(path: string, suffix: string, demand: Demand): Route[] {
  return [
    route(`POST ${path}`, `storage.tus.upload.create${suffix}`, resumable, demand),
    route(`PATCH ${path}/:id`, `storage.tus.upload.part${suffix}`, resumable, demand),
    route(`HEAD ${path}/:id`, `storage.tus.upload.get${suffix}`, resumable, demand),
    route(`DELETE ${path}/:id`, `storage.tus.upload.delete${suffix}`, resumable, demand),
    route(`OPTIONS ${path}`, `storage.tus.options${suffix}`, resumable, 'public'),
    route(`OPTIONS ${path}/:id`, `storage.tus.options${suffix}`, resumable, 'public'),
  ]
}
