import type { Cell } from './attempt.ts'
import type { Catalog, Relation } from './catalog.ts'
import { FORBIDDEN } from './expected/callers.ts'
import { roles } from './roles.ts'

/**
 * Returns the attempts of every role to write to every table and view, and to use objects of
 * social_private directly.
 */
export function writeCells({ relations, routines }: Catalog): Cell[] {
  const cells: Cell[] = []
  const everybody = (cell: Omit<Cell, 'role' | 'target' | 'expected'> & { target?: string }) => {
    for (const role of roles) cells.push({ target: '', ...cell, role, expected: FORBIDDEN })
  }
  for (const relation of relations) {
    const object = `${relation.schema}.${relation.name}`
    for (const [target, statement] of writes(relation, object)) {
      everybody({ object, privilege: 'write', target, statement })
    }
    if (relation.schema === 'social_private') {
      everybody({ object, privilege: 'read', statement: `select count(*)::text from ${object}` })
    }
  }
  for (const { schema, name, nulls } of routines) {
    if (schema === 'social_private') {
      const call = `${schema}.${name}(${nulls})`
      everybody({
        ...{ object: `${schema}.${name}()`, privilege: 'call' },
        statement: `select 'ok' from ${call}`,
      })
    }
  }
  return cells
}

/**
 * Returns statements that fail if the role lacks the right to write. The updates and deletes match
 * no row. If such a statement succeeds, the role has a right that it must not have.
 */
function writes({ kind, column }: Relation, object: string): [string, string][] {
  if (!column && kind !== 'S') return []
  if (kind === 'S') return [['nextval', `select nextval('${object}')::text`]]
  return [
    ['insert', `insert into ${object} default values returning 'inserted'`],
    ['update', `update ${object} set ${column} = default where false returning 'updated'`],
    ['delete', `delete from ${object} where false returning 'deleted'`],
  ]
}
