import type { Cell } from './attempt.ts'
import { refusal } from './expected/callers.ts'
import type { Door } from './expected/door.ts'
import { doors, type NamedDoor } from './expected/doors.ts'
import type { Sees } from './expected/rows.ts'
import { type Ids, usernameOf } from './ids.ts'
import { type Role, roles } from './roles.ts'

/**
 * The attempts on the functions of schema social: every role on every target. Who is refused
 * whatever the target is tried on some of them only, and so is everybody with `onSome`.
 */
export function doorCells(
  ids: Ids,
  sees: Sees,
  isThere: (name: string) => boolean,
  onSome: boolean,
): Cell[] {
  return doors
    .filter(({ name }) => isThere(name))
    .flatMap((door) =>
      roles.flatMap((role) => {
        const refused = refusal(door.door.callers, role)
        const targets = targetsOf(ids, door.on).filter(
          (_, place) => !(onSome || refused) || place % 8 === 0 || place % 8 === 3,
        )
        return targets.map((target) =>
          cell(ids, door, role, target, refused ?? door.door.gives({ role, sees }, target)),
        )
      }),
    )
}

function targetsOf(ids: Ids, on: NamedDoor['on']): string[] {
  if (on === 'nothing') return ['']
  return Object.keys(ids[on]).filter((label) => !['newcomer', 'deleted'].includes(label))
}

function cell(ids: Ids, named: NamedDoor, role: Role, target: string, expected: string): Cell {
  const { name, door } = named
  const given = argumentsOf(ids, door, role, target)
  const cell = { object: `social.${name}()`, privilege: 'call', role, target, expected } as const
  if (given.startsWith('select')) return { ...cell, statement: given }
  // Of a list, the ids; of anything else only that it came to an end.
  return door.rows
    ? {
        ...cell,
        statement: `select 'rows ' || coalesce(string_agg(id::text, ','), '')
          from social.${name}(${given})`,
        keys: new Map(Object.entries(ids[door.rows]).map(([label, id]) => [id, label])),
      }
    : {
        ...cell,
        statement: `select 'ok' || coalesce(left(max(result::text), 0), '')
          from social.${name}(${given}) as result`,
      }
}

function argumentsOf(ids: Ids, door: Door, role: Role, target: string): string {
  const literal = (value = '') => `'${value}'`
  const file = ids.file[target]
  return door.call
    .replaceAll('$person', literal(ids.person[target]))
    .replaceAll('$post', literal(ids.post[target]))
    .replaceAll('$comment', literal(ids.comment[target]))
    .replaceAll('$report', literal(ids.report[target]))
    .replaceAll('$before', literal(ids.beforeReports.replaceAll('-', '')))
    .replaceAll('$file', literal(file))
    .replaceAll('$upload', literal(file?.split('/')[1]?.replace('.jpg', '')))
    .replaceAll(
      '$media',
      literal(JSON.stringify([{ id: file?.split('/')[1]?.replace('.jpg', '') }])),
    )
    .replaceAll('$username', literal(usernameOf(ids, target)))
    .replaceAll('$name', literal(`${ids.prefix}new.${role.slice(0, 8).replace('_', '')}`))
    .replaceAll('$prefix', literal(ids.prefix))
}
