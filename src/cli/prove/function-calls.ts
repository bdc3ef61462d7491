import type { Cell } from './attempt.ts'
import { refusal } from './expected/callers.ts'
import type { ExpectedFunction } from './expected/function.ts'
import { functions, type NamedFunction } from './expected/functions.ts'
import type { Sees } from './expected/rows.ts'
import { type Ids, usernameOf, wordOf } from './ids.ts'
import { type Role, roles } from './roles.ts'

/**
 * Returns the attempts of every role to call every function of schema social with every test row.
 * If a function rejects every call of a role, the role tries only some of the test rows. With
 * `onSome`, all roles try only some of the test rows. Of the many notifications, all roles always try
 * only some.
 */
export function functionCells(
  ids: Ids,
  sees: Sees,
  isThere: (name: string) => boolean,
  onSome: boolean,
): Cell[] {
  return functions
    .filter(({ name }) => isThere(name))
    .flatMap((named) =>
      roles.flatMap((role) => {
        const refused = refusal(named.expected.callers, role)
        const isFew = onSome || named.on === 'notification'
        const targets = targetsOf(ids, named.on).filter(
          (_, place) => !(isFew || refused) || place % 8 === 0 || place % 8 === 3,
        )
        return targets.map((target) =>
          cell(ids, named, role, target, refused ?? given(named.expected, role, sees, target)),
        )
      }),
    )
}

/** Returns the expected outcome. The secret key alone sees in functions what nobody's key sees. */
function given(
  { callers, gives }: ExpectedFunction,
  role: Role,
  sees: Sees,
  target: string,
): string {
  return gives({ role: role === 'service' && callers !== 'server' ? 'anon' : role, sees }, target)
}

function targetsOf(ids: Ids, on: NamedFunction['on']): string[] {
  if (on === 'nothing') return ['']
  return Object.keys(ids[on]).filter((label) => !['guest', 'newcomer', 'deleted'].includes(label))
}

function cell(ids: Ids, named: NamedFunction, role: Role, target: string, expected: string): Cell {
  const { name, expected: called } = named
  const passed = argumentsOf(ids, called, role, target)
  const cell = { object: `social.${name}()`, privilege: 'call', role, target, expected } as const
  if (passed.startsWith('select')) return { ...cell, statement: passed }
  // If the function returns a list, the statement returns the ids of the rows. For any other
  // function, the statement returns `ok` if the call succeeds. Some functions return an error as a
  // JSON value. Then the statement returns the code of this error.
  return called.rows
    ? {
        ...cell,
        statement: `select 'rows ' || coalesce(string_agg(id::text, ','), '')
          from social.${name}(${passed})`,
        keys: new Map(Object.entries(ids[called.rows]).map(([label, id]) => [id, label])),
      }
    : {
        ...cell,
        statement: `select coalesce(substring(
            max(result::text), '^\\{"code":"PT4\\d\\d",.*"message":"(\\w+)"\\}$'), 'ok')
          from social.${name}(${passed}) as result`,
      }
}

function argumentsOf(ids: Ids, called: ExpectedFunction, role: Role, target: string): string {
  const literal = (value = '') => `'${value}'`
  const file = ids.file[target]
  return called.call
    .replaceAll('$person', literal(ids.person[target]))
    .replaceAll('$post', literal(ids.post[target]))
    .replaceAll('$comment', literal(ids.comment[target]))
    .replaceAll('$report', literal(ids.report[target]))
    .replaceAll('$notification', literal(ids.notification[target]))
    .replaceAll('$before', literal(ids.beforeReports.replaceAll('-', '')))
    .replaceAll('$file', literal(file))
    .replaceAll('$upload', literal(file?.split('/')[1]?.replace('.jpg', '')))
    .replaceAll(
      '$media',
      literal(JSON.stringify([{ id: file?.split('/')[1]?.replace('.jpg', '') }])),
    )
    .replaceAll('$username', literal(usernameOf(ids, target)))
    .replaceAll('$name', literal(`${ids.prefix}new.${role.slice(0, 8).replace('_', '')}`))
    .replaceAll('$word', literal(wordOf(ids)))
    .replaceAll('$prefix', literal(ids.prefix))
}
