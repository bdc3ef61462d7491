import { PEOPLE, type StorageServer } from './server.ts'

const { alice } = PEOPLE

/** Signed addresses for downloads and for uploads. */
export async function signing(storage: StorageServer): Promise<void> {
  const own = `contract-own/${alice}/sign.txt`
  await storage.send(`POST /object/${own}`, {
    body: '0123456789',
    headers: { 'cache-control': 'max-age=60' },
  })
  const sign = (name: string, path: string, body: unknown, as: 'alice' | 'bob' = 'alice') =>
    storage.call(`sign: ${name}`, `POST /object/sign/${path}`, { body, as })
  const { body } = await sign('own file', own, { expiresIn: 60 })
  const address: string = body.signedURL
  await sign("another person's file", own, { expiresIn: 60 }, 'bob')
  await sign('no file', `contract-own/${alice}/none.txt`, { expiresIn: 60 })
  await sign('no bucket', 'contract-none/a.txt', { expiresIn: 60 })
  await sign('an invalid name', `contract-own/${alice}/a{}.txt`, { expiresIn: 60 })
  for (const expiresIn of [0, -1, 1.5, '60', 'x', null, 1e10, 1e16]) {
    await sign(`for ${JSON.stringify(expiresIn)} seconds`, own, { expiresIn })
  }
  await sign('for no time', own, {})
  await sign('with a transformation', own, { expiresIn: 60, transform: { width: 10 } })
  await batches(storage, own)
  await addresses(storage, own, address)
  await signedUploads(storage)
}

async function batches(storage: StorageServer, own: string): Promise<void> {
  const path = own.slice('contract-own/'.length)
  const sign = (
    name: string,
    body: unknown,
    bucket = 'contract-own',
    as: 'alice' | 'bob' = 'alice',
  ) => storage.call(`sign many: ${name}`, `POST /object/sign/${bucket}`, { body, as })
  const paths = [path, `${alice}/none.txt`]
  await sign('own file and none', { expiresIn: 60, paths })
  await sign("another person's files", { expiresIn: 60, paths }, 'contract-own', 'bob')
  await sign('twice the same', { expiresIn: 60, paths: [path, path] })
  await sign('unknown bucket', { expiresIn: 60, paths }, 'contract-none')
  await sign('no paths', { expiresIn: 60, paths: [] })
  await sign('paths that are no list', { expiresIn: 60, paths: path })
  await sign('a path that is null', { expiresIn: 60, paths: [null] })
  await sign('without paths', { expiresIn: 60 })
  await sign('for 0 seconds', { expiresIn: 0, paths })
  await sign('invalid names', { expiresIn: 60, paths: ['ä.txt', 'a{}.txt', '', '/'] })
  await sign('a NUL', { expiresIn: 60, paths: ['a\0b.txt'] })
  await sign('more than 1,000 paths', { expiresIn: 60, paths: Array(1001).fill('x') })
  await storage.call('sign many: a body that is no JSON', 'POST /object/sign/contract-own', {
    body: '{',
    headers: { 'content-type': 'application/json' },
  })
  await storage.call('sign many: no body', 'POST /object/sign/contract-own')
}

async function addresses(storage: StorageServer, own: string, address: string): Promise<void> {
  const get = (name: string, to: string, headers?: Record<string, string>) =>
    storage.call(`signed: ${name}`, `GET ${to}`, { as: 'nobody', ...(headers && { headers }) })
  await get('an address', address)
  await get('a range', address, { range: 'bytes=0-3' })
  const etag = (await storage.send(`GET ${address}`, { as: 'nobody' })).headers.get('etag') ?? ''
  await get('the same ETag', address, { 'if-none-match': etag })
  await get('a download', `${address}&download=other.txt`)
  await storage.call('signed: HEAD', `HEAD ${address}`, { as: 'nobody' })
  await get('another file', address.replace('sign.txt', 'other.txt'))
  await get('a changed signature', `${address}x`)
  const to = `/object/sign/${own}`
  await get('no token', to)
  await get('an empty token', `${to}?token=`)
  await get('a word as a token', `${to}?token=x`)
  const claims = { url: own, scope: 'download' }
  await get('another secret', `${to}?token=${storage.sign(claims, 60, 'x'.repeat(40))}`)
  await get('an expired token', `${to}?token=${storage.sign(claims, -60)}`)
  await get('without a scope', `${to}?token=${storage.sign({ url: own }, 60)}`)
  await get('a token of a login', `${to}?token=${storage.token('alice')}`)
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`
  await get('a token without an algorithm', `${to}?token=${unsigned}`)
  const gone = `contract-free/${alice}/gone.txt`
  await storage.send(`POST /object/${gone}`, { body: 'x' })
  const signed = await storage.send(`POST /object/sign/${gone}`, { body: { expiresIn: 60 } })
  await storage.send(`DELETE /object/${gone}`)
  await get('a file that is gone', signed.body.signedURL)
}

async function signedUploads(storage: StorageServer): Promise<void> {
  const own = `contract-own/${alice}/signed-upload.txt`
  const sign = (name: string, path: string, more: Parameters<StorageServer['call']>[2] = {}) =>
    storage.call(`sign upload: ${name}`, `POST /object/upload/sign/${path}`, { body: {}, ...more })
  const { body } = await sign('own path', own)
  await sign('another folder', own, { as: 'bob' })
  await sign('an invalid name', `contract-own/${alice}/ä.txt`)
  await sign('unknown bucket', `contract-none/${alice}/a.txt`)
  await sign('a path that exists', `contract-own/${alice}/sign.txt`)
  const upsert = await sign('with x-upsert', `contract-free/${alice}/signed.txt`, {
    headers: { 'x-upsert': 'true' },
  })
  const put = (name: string, to: string, more: Parameters<StorageServer['call']>[2] = {}) =>
    storage.call(`signed upload: ${name}`, `PUT ${to}`, { as: 'nobody', body: 'hello', ...more })
  await put('a file', body.url)
  await put('the same address again', body.url)
  await put('with x-upsert', upsert.body.url)
  await put('with x-upsert again', upsert.body.url)
  await put('another path', body.url.replace('signed-upload', 'other'))
  await put('a word as a token', `/object/upload/sign/${own}?token=x`)
  await put('no token', `/object/upload/sign/${own}`)
  await put('of a type that is not allowed', body.url, { headers: { 'content-type': 'text/html' } })
  const download = storage.sign({ url: own, scope: 'download' })
  await put('a token for a download', `/object/upload/sign/${own}?token=${download}`)
  await storage.call('signed upload: read', `GET /object/${own}`)
}
