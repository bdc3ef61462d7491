import { PEOPLE, type StorageServer } from './server.ts'

const { alice } = PEOPLE
const VERSION = { 'tus-resumable': '1.0.0' }
const CHUNK = { ...VERSION, 'content-type': 'application/offset+octet-stream' }

/** Resumable uploads by the TUS protocol, as tus-js-client and Uppy send them. */
export async function resumable(storage: StorageServer): Promise<void> {
  const path = `${alice}/resumable.txt`
  const create = (
    name: string,
    objectName: string,
    more: Record<string, string> = {},
    as: 'alice' | 'bob' | 'nobody' = 'alice',
    bucketName = 'contract-own',
  ) =>
    storage.call(`resumable: ${name}`, 'POST /upload/resumable', {
      as,
      headers: {
        ...VERSION,
        'upload-length': '10',
        'upload-metadata': metadata({
          bucketName,
          objectName,
          contentType: 'text/plain',
          cacheControl: '60',
        }),
        ...more,
      },
    })
  const made = await create('creation', path)
  await create('creation without the right', path, {}, 'bob')
  await create('creation without a token', path, {}, 'nobody')
  await create('creation of an invalid name', `${alice}/ä.txt`)
  await create('creation in an unknown bucket', path, {}, 'alice', 'contract-none')
  await create('creation of a file that is too large', `${alice}/large.txt`, {
    'upload-length': '1001',
  })
  await create('creation of a type that is not allowed', `${alice}/x.html`, {
    'upload-metadata': metadata({
      bucketName: 'contract-own',
      objectName: `${alice}/x.html`,
      contentType: 'text/html',
    }),
  })
  await create('creation without metadata', path, { 'upload-metadata': '' })
  await create('creation without a length', path, { 'upload-length': '' })
  await create('creation with another version', path, { 'tus-resumable': '0.2.0' })
  const address = `/upload/resumable/${(made.headers.get('location') ?? 'none').split('/').at(-1)}`
  const send = (
    name: string,
    method: string,
    headers: Record<string, string>,
    body?: string,
    as: 'alice' | 'bob' | 'nobody' = 'alice',
  ) =>
    storage.call(`resumable: ${name}`, `${method} ${address}`, {
      as,
      headers,
      ...(body !== undefined && { body }),
    })
  await send('offset at the beginning', 'HEAD', VERSION)
  await send(
    'a part by another person',
    'PATCH',
    { ...CHUNK, 'upload-offset': '0' },
    '01234',
    'bob',
  )
  await send('a part', 'PATCH', { ...CHUNK, 'upload-offset': '0' }, '01234')
  await send('offset after a part', 'HEAD', VERSION)
  await send('a part at a wrong offset', 'PATCH', { ...CHUNK, 'upload-offset': '0' }, '01234')
  await send('a part without an offset', 'PATCH', CHUNK, '01234')
  await send('a part of a wrong type', 'PATCH', { ...VERSION, 'upload-offset': '5' }, '56789')
  await send('a part that is too long', 'PATCH', { ...CHUNK, 'upload-offset': '5' }, '567890')
  await send('the last part', 'PATCH', { ...CHUNK, 'upload-offset': '5' }, '56789')
  await send('offset at the end', 'HEAD', VERSION)
  await storage.call('resumable: the file', `GET /object/contract-own/${path}`)
  await create('creation again', path)
  await storage.call('resumable: offset of an unknown upload', 'HEAD /upload/resumable/bm9uZQ', {
    headers: VERSION,
  })
  await whole(storage)
}

/** An upload that is created together with its bytes, one that is ended, and one by a signature. */
async function whole(storage: StorageServer): Promise<void> {
  const headers = (name: string) => ({
    ...CHUNK,
    'upload-length': '5',
    'upload-metadata': metadata({ bucketName: 'contract-own', objectName: `${alice}/${name}` }),
  })
  await storage.call('resumable: creation with all bytes', 'POST /upload/resumable', {
    ...{ headers: headers('whole.txt'), body: '01234' },
  })
  await storage.call('resumable: the whole file', `GET /object/contract-own/${alice}/whole.txt`)
  const made = await storage.send('POST /upload/resumable', {
    headers: { ...headers('ended.txt'), 'content-type': 'text/plain' },
  })
  const address = `/upload/resumable/${(made.headers.get('location') ?? 'none').split('/').at(-1)}`
  await storage.call('resumable: end of an upload', `DELETE ${address}`, { headers: VERSION })
  await storage.call('resumable: offset after the end', `HEAD ${address}`, { headers: VERSION })
  await storage.call('resumable: options', 'OPTIONS /upload/resumable', {
    ...{ as: 'nobody', headers: VERSION },
  })
  const own = `contract-own/${alice}/by-signature.txt`
  const { body } = await storage.send(`POST /object/upload/sign/${own}`, { body: {} })
  const signed = await storage.call(
    'resumable: creation by a signature',
    'POST /upload/resumable/sign',
    {
      as: 'nobody',
      headers: {
        ...headers('by-signature.txt'),
        'content-type': 'text/plain',
        'x-signature': body.token,
      },
    },
  )
  const to = `/upload/resumable/sign/${(signed.headers.get('location') ?? 'none').split('/').at(-1)}`
  await storage.call('resumable: a part by a signature', `PATCH ${to}`, {
    ...{ as: 'nobody', body: '01234' },
    headers: { ...CHUNK, 'upload-offset': '0', 'x-signature': body.token },
  })
  await storage.call('resumable: a part without its signature', `PATCH ${to}`, {
    ...{ as: 'nobody', body: '01234', headers: { ...CHUNK, 'upload-offset': '0' } },
  })
}

function metadata(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',')
}
