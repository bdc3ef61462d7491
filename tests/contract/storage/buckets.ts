import type { StorageServer } from './server.ts'

/** Buckets: what the secret key may do, and that nobody else may. */
export async function buckets(storage: StorageServer): Promise<void> {
  const call = (
    name: string,
    request: string,
    body?: unknown,
    as: 'service' | 'alice' = 'service',
  ) => storage.call(`bucket: ${name}`, request, { as, ...(body !== undefined && { body }) })
  await call('creation by a person', 'POST /bucket', { name: 'contract-x' }, 'alice')
  await call('creation', 'POST /bucket', { name: 'contract-new', public: false })
  await call('creation again', 'POST /bucket', { name: 'contract-new' })
  await call('creation with limits', 'POST /bucket', {
    ...{ id: 'contract-limits', name: 'contract-limits', public: true },
    ...{ file_size_limit: '1MB', allowed_mime_types: ['image/png'] },
  })
  await call('creation without a name', 'POST /bucket', { id: 'contract-y' })
  await call('creation with an invalid name', 'POST /bucket', { name: 'contract-ä' })
  await call('creation with an invalid type', 'POST /bucket', {
    ...{ name: 'contract-z', allowed_mime_types: ['x'] },
  })
  await call('creation with a limit over that of the server', 'POST /bucket', {
    ...{ name: 'contract-z', file_size_limit: '900GB' },
  })
  await call('one', 'GET /bucket/contract-limits')
  await call('one for a person', 'GET /bucket/contract-limits', undefined, 'alice')
  await call('none', 'GET /bucket/contract-none')
  await call('list for a person', 'GET /bucket', undefined, 'alice')
  await call('search in the list', 'GET /bucket?search=contract-li&sortColumn=name')
  await call('update', 'PUT /bucket/contract-limits', { public: false, file_size_limit: null })
  await call('update of none', 'PUT /bucket/contract-none', { public: false })
  await call('update by a person', 'PUT /bucket/contract-limits', { public: true }, 'alice')
  await call('after the update', 'GET /bucket/contract-limits')
  await storage.send('POST /object/contract-new/a.txt', { as: 'service', body: 'x' })
  await call('deletion of a full one', 'DELETE /bucket/contract-new')
  await call('deletion by a person', 'DELETE /bucket/contract-new', undefined, 'alice')
  await call('emptying by a person', 'POST /bucket/contract-new/empty', undefined, 'alice')
  await call('emptying', 'POST /bucket/contract-new/empty')
  await call('emptying of none', 'POST /bucket/contract-none/empty')
  await storage.send('DELETE /object/contract-new/a.txt', { as: 'service' })
  await call('deletion', 'DELETE /bucket/contract-new')
  await call('deletion of none', 'DELETE /bucket/contract-new')
}
