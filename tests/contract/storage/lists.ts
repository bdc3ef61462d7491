import { PEOPLE, type StorageServer } from './server.ts'

const { alice } = PEOPLE

/** Lists of folders, by both routes. */
export async function lists(storage: StorageServer): Promise<void> {
  const folder = `${alice}/list`
  const names = [
    'b.txt',
    'A.txt',
    'a_1.txt',
    'aX1.txt',
    'ab/1.txt',
    'deep/1.txt',
    'deep/2.txt',
    'deep.txt',
    'c.txt',
  ]
  for (const name of names) {
    await storage.send(`POST /object/contract-free/${folder}/${name}`, { body: name })
  }
  await first(storage, folder)
  await second(storage, folder)
}

async function first(storage: StorageServer, prefix: string): Promise<void> {
  const list = (
    name: string,
    body: unknown,
    bucket = 'contract-free',
    as: 'alice' | 'bob' | 'anon' = 'alice',
  ) => storage.call(`list: ${name}`, `POST /object/list/${bucket}`, { body, as })
  await list('a folder', { prefix })
  await list('a folder with a slash', { prefix: `${prefix}/` })
  await list("another person's folder", { prefix }, 'contract-free', 'bob')
  await list('a folder without a token of a person', { prefix }, 'contract-free', 'anon')
  await list('unknown bucket', { prefix: '' }, 'contract-none')
  await list('the root', { prefix: '' })
  await list('an empty folder', { prefix: `${prefix}/none` })
  await list('without a prefix', {})
  await list('limit and offset', { prefix, limit: 2, offset: 2 })
  await list('limit 0', { prefix, limit: 0 })
  await list('limit as text', { prefix, limit: 'x' })
  await list('search', { prefix, search: 'a' })
  await list('search with an underscore', { prefix, search: 'a_' })
  await list('search of a folder', { prefix, search: 'DEEP' })
  await list('by name, descending', { prefix, sortBy: { column: 'name', order: 'desc' } })
  await list('by the time of the creation', {
    prefix,
    sortBy: { column: 'created_at', order: 'asc' },
  })
  await list('by the time of the creation, descending', {
    ...{ prefix, sortBy: { column: 'created_at', order: 'desc' } },
  })
  await list('by an unknown column', { prefix, sortBy: { column: 'size' } })
  await list('an unknown order', { prefix, sortBy: { column: 'name', order: 'x' } })
  await list('a prefix with a percent sign', { prefix: '%' })
}

async function second(storage: StorageServer, folder: string): Promise<void> {
  const list = (
    name: string,
    body: unknown,
    bucket = 'contract-free',
    as: 'alice' | 'bob' = 'alice',
  ) => storage.call(`list-v2: ${name}`, `POST /object/list-v2/${bucket}`, { body, as })
  const prefix = `${folder}/`
  await list('a folder', { prefix })
  await list('a folder with a delimiter', { prefix, with_delimiter: true })
  await list("another person's folder", { prefix, with_delimiter: true }, 'contract-free', 'bob')
  await list('unknown bucket', { prefix: '' }, 'contract-none')
  await list('no body', {}, 'contract-own')
  const page = await list('a page', { prefix, with_delimiter: true, limit: 4 })
  await list('the next page', {
    prefix,
    with_delimiter: true,
    limit: 4,
    cursor: page.body.nextCursor,
  })
  const plain = await list('a page without a delimiter', { prefix, limit: 3 })
  await list('the next page without a delimiter', {
    prefix,
    limit: 3,
    cursor: plain.body.nextCursor,
  })
  await list('a wrong cursor', { prefix, cursor: 'x' })
  await list('limit 0', { prefix, limit: 0 })
  await list('a part of a name', { prefix: `${prefix}a`, with_delimiter: true })
  const sortBy = { column: 'created_at', order: 'desc' }
  const times = await list('by the time of the creation', { prefix, sortBy, limit: 3 })
  await list('by the time of the creation, the next page', {
    ...{ prefix, sortBy, limit: 3, cursor: times.body.nextCursor },
  })
  await list('by name, descending', {
    ...{ prefix, with_delimiter: true, sortBy: { column: 'name', order: 'desc' } },
  })
  await list('by the time of the creation, with a delimiter', {
    ...{ prefix, with_delimiter: true, sortBy: { column: 'created_at', order: 'asc' } },
  })
  await list('by an unknown column', { prefix, sortBy: { column: 'size' } })
}
