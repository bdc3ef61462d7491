import type { Cell } from './attempt.ts'
import { list } from './attempt.ts'
import { FORBIDDEN } from './expected/callers.ts'
import type { Sees } from './expected/rows.ts'
import { type Table, tables } from './expected/tables.ts'
import type { Ids } from './ids.ts'
import { type Role, roles } from './roles.ts'

/**
 * The possible settings of direct table access. The function social_private.set_direct_table_access
 * changes the setting.
 */
export const accesses = ['closed', 'signed_in', 'everybody'] as const
export type Access = (typeof accesses)[number]

/** Returns whether a role may read a table under the given setting of direct table access. */
export function mayRead(table: Table, access: Access, role: Role): boolean {
  if (role === 'service') return true
  if (access === 'closed') return false
  return role !== 'anon' || (access === 'everybody' && !table.isForSignedIn)
}

/** An anonymous user reads the rows that people without a login may read. */
function seesRows(table: Table, access: Access, role: Role): boolean {
  return role !== 'guest' || mayRead(table, access, 'anon')
}

/** Returns the attempts of every role to read every table and view of schema social. */
export function tableReads(
  ids: Ids,
  sees: Sees,
  access: Access,
  isThere: (name: string) => boolean,
): Cell[] {
  return Object.entries(tables)
    .filter(([name]) => isThere(name))
    .flatMap(([name, table]) => {
      const keys = new Map(
        Object.entries(table.rows).map(([label, parts]) => [
          parts.map(([kind, part]) => ids[kind][part]).join(' '),
          label,
        ]),
      )
      const [last = ''] = table.key.slice(-1)
      const wanted = [...keys.keys()].map((key) => `'${key.split(' ').at(-1)}'`)
      // The statement filters by one column, so that Postgres uses an index in a project with many
      // rows.
      const statement = `select 'rows ' || coalesce(string_agg(concat_ws(' ', ${table.key.join(', ')}), ','), '')
        from social.${name} where ${last} in (${[...new Set(wanted)]})`
      return roles.map((role): Cell => {
        const seen = Object.keys(table.rows).filter(
          (label) =>
            role === 'service' || (seesRows(table, access, role) && table.sees(sees, role, label)),
        )
        const expected = mayRead(table, access, role) ? list(seen) : FORBIDDEN
        return {
          object: `social.${name}`,
          privilege: 'read',
          role,
          target: '',
          statement,
          keys,
          expected,
        }
      })
    })
}
