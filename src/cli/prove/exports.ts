import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { type Cell, list } from './attempt.ts'
import { FORBIDDEN, refusal } from './expected/callers.ts'
import type { Ids } from './ids.ts'
import { people, type Role, roles } from './roles.ts'

/** Creates a finished export with one file for every person in the test data. */
export async function buildExports(sql: postgres.TransactionSql, ids: Ids): Promise<void> {
  const files = people.map((role) => {
    const name = ids.export[role] as string
    return { profile_id: ids.person[role] as string, export_id: name.split('/')[1], name }
  })
  await sql`insert into storage.objects ${sql(
    files.map(({ name }) => ({ bucket_id: 'social-exports', name })),
  )}`
  await sql`insert into social_private.exports ${sql(
    files.map(({ profile_id, export_id: id }) => ({ id, profile_id })),
  )}`
  await sql`update social_private.exports set requested_at = now() - interval '2 days',
    started_at = now(), finished_at = now(), expires_at = now() + interval '1 day'
    where profile_id = any (${files.map(({ profile_id }) => profile_id)})`
  await sql`insert into social_private.export_parts ${sql(
    files.map(({ export_id, name: path }) => ({
      ...{ path, export_id, number: 1, bytes: 1, item_count: 1 },
    })),
  )}`
}

/**
 * Returns the attempts to read exports and to upload a file. People may read their own export, even
 * if their account is inactive. Only the secret key may upload an export.
 */
export function exportCells(ids: Ids): Cell[] {
  const keys = new Map(people.map((role) => [ids.export[role] as string, role]))
  // One statement reads the files of everybody by their names, because the rule of the bucket reads
  // several tables for each file.
  const statement = `select 'rows ' || coalesce(string_agg(name, ','), '') from storage.objects
    where bucket_id = 'social-exports' and name in (${[...keys.keys()].map((name) => `'${name}'`)})`
  return roles.flatMap((role): Cell[] => {
    const cell = { object: 'storage.objects', role } as const
    const isServer = role === 'service'
    const seen = people.filter(
      (owner) => isServer || (owner === role && refusal('account', role) === undefined),
    )
    return [
      {
        ...{ ...cell, privilege: 'read', target: 'exports of everybody', keys, statement },
        expected: list(seen),
      },
      {
        ...{ ...cell, privilege: 'write', target: 'upload to exports' },
        statement: `insert into storage.objects (bucket_id, name)
          values ('social-exports', '${folderOf(ids, role)}/${randomUUID()}.zip') returning 'uploaded'`,
        expected: isServer ? 'uploaded' : FORBIDDEN,
      },
    ]
  })
}

function folderOf(ids: Ids, role: Role): string {
  return ids.person[role] ?? randomUUID()
}
