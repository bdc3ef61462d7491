import { PEOPLE, type StorageServer } from './server.ts'

const { alice, bob } = PEOPLE

/** Downloads, parts of files, conditions and information about files. */
export async function reading(storage: StorageServer): Promise<void> {
  const own = `contract-own/${alice}/read.txt`
  const open = 'contract-public/open.txt'
  const headers = { 'cache-control': 'max-age=60' }
  await storage.send(`POST /object/${own}`, { body: '0123456789', headers })
  await storage.send(`POST /object/${open}`, { body: 'public', as: 'service', headers })
  const html = { 'content-type': 'text/html' }
  await storage.send('POST /object/contract-public/x.html', {
    body: '<b>',
    as: 'service',
    headers: html,
  })
  const get = (name: string, path: string, more: Parameters<StorageServer['call']>[2] = {}) =>
    storage.call(`read: ${name}`, `GET /object/${path}`, more)
  await get('own file', own)
  await get('own file, authenticated', `authenticated/${own}`)
  await get('own file as a public one', `public/${own}`)
  await get("another person's file", own, { as: 'bob' })
  await get("another person's file, authenticated", `authenticated/${own}`, { as: 'bob' })
  await get('a file with the secret key', `authenticated/${own}`, { as: 'service' })
  await get('a private file without a token', own, { as: 'nobody' })
  await get('a private file without a token, authenticated', `authenticated/${own}`, {
    as: 'nobody',
  })
  await get('no file', `contract-own/${alice}/none.txt`)
  await get('no bucket', 'contract-none/a.txt')
  await get('no bucket, authenticated', 'authenticated/contract-none/a.txt')
  await get('no path', 'contract-own')
  await get('an invalid name', `contract-own/${alice}/ä.txt`)
  await get('a NUL', `contract-own/${alice}/a%00b.txt`)
  await get('public file', `public/${open}`, { as: 'nobody' })
  await get('public file by its other address', open, { as: 'nobody' })
  await get('public file, authenticated', `authenticated/${open}`, { as: 'bob' })
  await get('no public file', 'public/contract-public/none.txt', { as: 'nobody' })
  await get('a page', 'public/contract-public/x.html', { as: 'nobody' })
  await conditions(storage, own)
  await information(storage, own, open)
  await storage.call('read: public file of a private bucket', `GET /object/public/${own}`, {
    as: 'bob',
  })
  await storage.call('read: picture transformation', `GET /render/image/public/${open}?width=10`)
  await storage.call('read: no such route', 'GET /nothing')
  await storage.call('read: no such route below object', `PATCH /object/contract-own/${bob}`)
}

async function conditions(storage: StorageServer, own: string): Promise<void> {
  const get = (name: string, headers: Record<string, string>, method = 'GET') =>
    storage.call(`condition: ${name}`, `${method} /object/authenticated/${own}`, { headers })
  for (const range of [
    'bytes=0-3',
    'bytes=4-',
    'bytes=-2',
    'bytes=8-99',
    'bytes=10-',
    'bytes=5-2',
    'bytes=0-1,3-4',
    'lines=1-2',
  ]) {
    await get(`range ${range}`, { range })
  }
  const etag = (await storage.send(`GET /object/${own}`)).headers.get('etag') ?? ''
  await get('the same ETag', { 'if-none-match': etag })
  await get('another ETag', { 'if-none-match': '"other"' })
  await get('the same weak ETag', { 'if-none-match': `W/${etag}` })
  await get('not modified since', { 'if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' })
  await get('modified since', { 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' })
  await get('the same ETag and a range', { 'if-none-match': etag, range: 'bytes=0-3' })
  const download = (query: string) =>
    storage.call(`download: ${query}`, `GET /object/authenticated/${own}?${query}`)
  await download('download')
  await download('download=')
  await download('download=other.txt')
  await download('download=%C3%A4%20%22b%22.txt')
  await download('x=1')
}

async function information(storage: StorageServer, own: string, open: string): Promise<void> {
  await storage.call('head: own file', `HEAD /object/authenticated/${own}`)
  await storage.call('head: own file by its short address', `HEAD /object/${own}`)
  await storage.call("head: another person's file", `HEAD /object/${own}`, { as: 'bob' })
  await storage.call('head: public file', `HEAD /object/public/${open}`, { as: 'nobody' })
  await storage.call('head: no public file', 'HEAD /object/public/contract-public/none', {
    as: 'nobody',
  })
  const info = (name: string, path: string, as: 'alice' | 'bob' | 'nobody' = 'alice') =>
    storage.call(`info: ${name}`, `GET /object/info/${path}`, { as })
  await info('own file', own)
  await info('own file, authenticated', `authenticated/${own}`)
  await info("another person's file", own, 'bob')
  await info('no file', `contract-own/${alice}/none.txt`)
  await info('public file', `public/${open}`, 'nobody')
  await info('own file as a public one', `public/${own}`)
  await info('without a token', own, 'nobody')
  await info('no bucket', 'contract-none/a.txt')
}
