import { randomUUID } from 'node:crypto'
import type { Cell } from './attempt.ts'
import { FORBIDDEN } from './expected/callers.ts'
import { listsFile, places, readsFile, uploads } from './expected/files.ts'
import type { Sees } from './expected/rows.ts'
import type { Ids } from './ids.ts'
import { type Role, roles } from './roles.ts'

const OBJECT = 'storage.objects'
const BUCKETS = ['social-avatars', 'social-media', 'social-uploads']

/**
 * Returns the attempts to read, list, sign and write files in the buckets. The attempts use the table
 * storage.objects, as the Storage API does.
 */
export function fileCells(ids: Ids, sees: Sees): Cell[] {
  return roles.flatMap((role) => [
    ...reads(ids, sees, role),
    ...writes(ids, role),
    ...buckets(role),
  ])
}

function reads(ids: Ids, sees: Sees, role: Role): Cell[] {
  return Object.entries(ids.file).flatMap(([label, path]): Cell[] => {
    const statement = `select count(*)::text from storage.objects
      where bucket_id in ('social-avatars', 'social-media', 'social-uploads') and name = '${path}'`
    const cell = { object: OBJECT, role, target: label, statement }
    const [reads, lists] = [readsFile(sees, role, label), listsFile(role, label)]
    return [
      { ...cell, privilege: 'read', expected: reads ? '1' : '0' },
      { ...cell, privilege: 'list', expected: lists ? '1' : '0' },
      { ...cell, privilege: 'sign', expected: role === 'service' ? '1' : '0' },
    ]
  })
}

function writes(ids: Ids, role: Role): Cell[] {
  const cell = { object: OBJECT, privilege: 'write', role } as const
  const folder = ids.person[role] ?? randomUUID()
  const touched = role === 'service' ? '1' : '0'
  const file = `bucket_id = 'social-media' and name = '${ids.file['of post public']}'`
  return [
    ...BUCKETS.flatMap((bucket) =>
      Object.entries(places).map(([label, place]) => {
        const path = place
          .replace('$folder', folder)
          .replace('$owner', ids.person.owner ?? '')
          .replaceAll('$uuid', () => randomUUID())
        const isOwn = label === 'own' || (label === "owner's" && role === 'owner')
        return {
          ...{ ...cell, target: `upload to ${bucket}, ${label}` },
          statement: `insert into storage.objects (bucket_id, name, metadata)
            values ('${bucket}', '${path}', '{"size": 1, "mimetype": "image/jpeg"}')
            returning 'uploaded'`,
          expected: uploads(role, bucket, isOwn) ? 'uploaded' : FORBIDDEN,
        }
      }),
    ),
    {
      ...{ ...cell, target: 'rename' },
      statement: `with renamed as (
        update storage.objects set name = name || 'x' where ${file} returning 1
      ) select count(*)::text from renamed`,
      expected: touched,
    },
    {
      ...{ ...cell, target: 'delete' },
      statement: `with deleted as (delete from storage.objects where ${file} returning 1)
        select count(*)::text from deleted`,
      expected: touched,
    },
  ]
}

/** Only the secret key may list or change buckets. */
function buckets(role: Role): Cell[] {
  const ours = `id in ('social-avatars', 'social-media', 'social-uploads', 'social-exports')`
  const count = role === 'service' ? '4' : '0'
  const cell = { object: 'storage.buckets', role, expected: count } as const
  return [
    {
      ...{ ...cell, privilege: 'read', target: '' },
      statement: `select count(*)::text from storage.buckets where ${ours}`,
    },
    {
      ...{ ...cell, privilege: 'write', target: 'update' },
      statement: `with updated as (
        update storage.buckets set public = true where ${ours} returning 1
      ) select count(*)::text from updated`,
    },
  ]
}
