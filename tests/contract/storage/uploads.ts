import { PEOPLE, type StorageServer } from './server.ts'

const { alice, bob, grace } = PEOPLE

/** Uploads by a plain body and by a form, and the ways in which they are refused. */
export async function uploads(storage: StorageServer): Promise<void> {
  const post = (name: string, path: string, more: Parameters<StorageServer['call']>[2] = {}) =>
    storage.call(`upload: ${name}`, `POST /object/${path}`, { body: 'hello', ...more })
  await post('a text', `contract-own/${alice}/a.txt`)
  await post('the same path again', `contract-own/${alice}/a.txt`)
  await post('the same path with x-upsert, without the right', `contract-own/${alice}/a.txt`, {
    headers: { 'x-upsert': 'true' },
  })
  await post('with x-upsert and the right', `contract-free/${alice}/up.txt`, {
    headers: { 'x-upsert': 'true', 'cache-control': 'max-age=60' },
  })
  await post('with x-upsert over a file', `contract-free/${alice}/up.txt`, {
    headers: { 'x-upsert': 'true', 'cache-control': 'max-age=70' },
    body: 'hello again',
  })
  await storage.call('upload: PUT over a file', `PUT /object/contract-free/${alice}/up.txt`, {
    body: 'third',
  })
  await storage.call('upload: PUT without the right', `PUT /object/contract-own/${alice}/a.txt`, {
    body: 'third',
  })
  await post("to another person's folder", `contract-own/${bob}/a.txt`)
  await post('by somebody with a UUID of version 7', `contract-own/${grace}/a.txt`, { as: 'grace' })
  await post('by nobody', `contract-own/${alice}/n.txt`, { as: 'anon' })
  await post('by the secret key', `contract-own/${alice}/s.txt`, { as: 'service' })
  await post('to an unknown bucket', `contract-none/${alice}/a.txt`)
  await post('of a type that is not allowed', `contract-own/${alice}/b.html`, {
    headers: { 'content-type': 'text/html' },
  })
  await post('of a type with a parameter', `contract-own/${alice}/c.txt`, {
    headers: { 'content-type': 'text/plain;charset=UTF-8' },
  })
  await post('of a type that is no type', `contract-own/${alice}/d.txt`, {
    headers: { 'content-type': 'x' },
  })
  await post('of any picture', `contract-own/${alice}/e.avif`, {
    headers: { 'content-type': 'image/avif' },
  })
  await post('of a JSON file', `contract-free/${alice}/f.json`, {
    headers: { 'content-type': 'application/json' },
    body: '{"a": 1}',
  })
  await post('of a file that is too large', `contract-own/${alice}/large.txt`, {
    body: 'x'.repeat(1001),
  })
  await post('of an empty file', `contract-own/${alice}/empty.txt`, { body: '' })
  await post('with metadata', `contract-free/${alice}/meta.txt`, {
    headers: { 'x-metadata': Buffer.from('{"colour":"red"}').toString('base64') },
  })
  for (const path of [
    'ä.txt',
    'a{b}.txt',
    'a%7Bb%7D.txt',
    'a%00b.txt',
    'a%25b.txt',
    'a%23b.txt',
    "it's (a) $1 & b@c.txt",
    'a%5Cb.txt',
    'a%2Fb.txt',
    '',
    'double//slash.txt',
    'dot/./x.txt',
  ]) {
    await post(`to the name "${path}"`, `contract-own/${alice}/${path}`)
  }
  await forms(storage)
}

async function forms(storage: StorageServer): Promise<void> {
  const post = (name: string, path: string, fields: [string, string | Blob][]) => {
    const body = new FormData()
    for (const [field, value] of fields) body.append(field, value as string)
    return storage.call(`form: ${name}`, `POST /object/contract-own/${alice}/${path}`, { body })
  }
  const text = new Blob(['hello'], { type: 'text/plain' })
  await post('a text', 'form.txt', [
    ['cacheControl', '60'],
    ['metadata', '{"colour":"red"}'],
    ['', text],
  ])
  await post('without a file', 'none.txt', [['cacheControl', '60']])
  await post('of a type that is not allowed', 'form.html', [
    ['', new Blob(['hello'], { type: 'text/html' })],
  ])
  await post('of a file that is too large', 'large.txt', [
    ['', new Blob(['x'.repeat(1001)], { type: 'text/plain' })],
  ])
  await post('of the largest file', 'largest.txt', [
    ['', new Blob(['x'.repeat(1000)], { type: 'text/plain' })],
  ])
  for (const name of ['form.txt', 'up.txt', 'meta.txt']) {
    const bucket = name === 'form.txt' ? 'contract-own' : 'contract-free'
    await storage.call(`uploaded: ${name}`, `GET /object/${bucket}/${alice}/${name}`)
    await storage.call(`uploaded: info of ${name}`, `GET /object/info/${bucket}/${alice}/${name}`)
  }
}
