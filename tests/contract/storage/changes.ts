import { PEOPLE, type StorageServer } from './server.ts'

const { alice, bob } = PEOPLE

/** Deletions, moves and copies. */
export async function changes(storage: StorageServer): Promise<void> {
  const own = `contract-own/${alice}/fixed.txt`
  await storage.send(`POST /object/${own}`, { body: 'x' })
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    await storage.send(`POST /object/contract-free/${alice}/change-${name}.txt`, { body: name })
  }
  await deletions(storage, own)
  await moves(storage, own)
  await copies(storage)
}

async function deletions(storage: StorageServer, own: string): Promise<void> {
  const free = `contract-free/${alice}/change-a.txt`
  const one = (name: string, path: string, as: 'alice' | 'bob' | 'service' = 'alice') =>
    storage.call(`delete: ${name}`, `DELETE /object/${path}`, { as })
  await one('without the right', own)
  await one("another person's file", free, 'bob')
  await one('own file', free)
  await one('own file again', free)
  await one('no bucket', 'contract-none/a.txt')
  await one('an invalid name', `contract-free/${alice}/ä.txt`)
  const many = (name: string, bucket: string, body: unknown, as: 'alice' | 'bob' = 'alice') =>
    storage.call(`delete many: ${name}`, `DELETE /object/${bucket}`, { body, as })
  const prefixes = [`${alice}/change-b.txt`, `${alice}/none.txt`]
  await many("another person's files", 'contract-free', { prefixes }, 'bob')
  await many('own file and none', 'contract-free', { prefixes })
  await many('without the right', 'contract-own', { prefixes: [own.slice(13)] })
  await many('unknown bucket', 'contract-none', { prefixes })
  await many('no paths', 'contract-free', { prefixes: [] })
  await many('without paths', 'contract-free', {})
  const hers = `${PEOPLE.grace}/change.txt`
  await storage.send(`POST /object/contract-free/${hers}`, { body: 'x', as: 'grace' })
  await storage.call(
    'delete many: by somebody with a UUID of version 7',
    'DELETE /object/contract-free',
    { as: 'grace', body: { prefixes: [hers] } },
  )
  await many('invalid names', 'contract-free', { prefixes: ['ä.txt', ''] })
  await many('a NUL', 'contract-free', { prefixes: ['a\0b.txt'] })
}

async function moves(storage: StorageServer, own: string): Promise<void> {
  const move = (name: string, body: Record<string, string>, as: 'alice' | 'bob' = 'alice') =>
    storage.call(`move: ${name}`, 'POST /object/move', { body, as })
  const sourceKey = `${alice}/change-c.txt`
  const bucketId = 'contract-free'
  const fixed = { bucketId: 'contract-own', sourceKey: own.slice(13) }
  await move('own file without the right', { ...fixed, destinationKey: `${alice}/moved.txt` })
  await move(
    "another person's file",
    { bucketId, sourceKey, destinationKey: `${bob}/m.txt` },
    'bob',
  )
  await move('own file', { bucketId, sourceKey, destinationKey: `${alice}/moved.txt` })
  await storage.call('move: the moved file', `GET /object/contract-free/${alice}/moved.txt`)
  await storage.call('move: the old path', `GET /object/contract-free/${sourceKey}`)
  await move('no file', { bucketId, sourceKey, destinationKey: `${alice}/moved2.txt` })
  await move('no bucket', {
    bucketId: 'contract-none',
    sourceKey,
    destinationKey: `${alice}/m.txt`,
  })
  const moved = `${alice}/moved.txt`
  await move('to a path that exists', {
    ...{ bucketId, sourceKey: moved, destinationKey: `${alice}/change-d.txt` },
  })
  await move('to an invalid name', { bucketId, sourceKey: moved, destinationKey: `${alice}/ä.txt` })
  await move("to another person's folder", {
    bucketId,
    sourceKey: moved,
    destinationKey: `${bob}/m.txt`,
  })
  await move('to another bucket', {
    ...{ bucketId, sourceKey: moved, destinationKey: `${alice}/moved.txt` },
    destinationBucket: 'contract-own',
  })
  await move('without a destination', { bucketId, sourceKey: moved })
}

async function copies(storage: StorageServer): Promise<void> {
  const copy = (
    name: string,
    body: Record<string, string>,
    more: Parameters<StorageServer['call']>[2] = {},
  ) => storage.call(`copy: ${name}`, 'POST /object/copy', { body, ...more })
  const sourceKey = `${alice}/change-d.txt`
  const bucketId = 'contract-free'
  await copy('own file', { bucketId, sourceKey, destinationKey: `${alice}/copied.txt` })
  await storage.call('copy: the copy', `GET /object/contract-free/${alice}/copied.txt`)
  await copy('to a path that exists', {
    bucketId,
    sourceKey,
    destinationKey: `${alice}/copied.txt`,
  })
  await copy(
    'to a path that exists, with x-upsert',
    { bucketId, sourceKey, destinationKey: `${alice}/copied.txt` },
    { headers: { 'x-upsert': 'true' } },
  )
  await copy('no file', {
    bucketId,
    sourceKey: `${alice}/none.txt`,
    destinationKey: `${alice}/x.txt`,
  })
  await copy('to another folder', { bucketId, sourceKey, destinationKey: `${bob}/x.txt` })
  await copy(
    "another person's file",
    { bucketId, sourceKey, destinationKey: `${bob}/x.txt` },
    { as: 'bob' },
  )
  await copy('to an invalid name', { bucketId, sourceKey, destinationKey: `${alice}/a{}.txt` })
  await copy('to another bucket', {
    ...{ bucketId, sourceKey, destinationKey: `${alice}/copied.txt` },
    destinationBucket: 'contract-own',
  })
  await copy('to an unknown bucket', {
    ...{ bucketId, sourceKey, destinationKey: `${alice}/copied.txt` },
    destinationBucket: 'contract-none',
  })
}
