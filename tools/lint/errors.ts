import type { Finding } from './bodies.ts'
import type { Exceptions } from './exceptions.ts'
import { runBy } from './reach.ts'
import type { Schema } from './schema.ts'

/**
 * Errors that nearly every function can raise. docs/errors.md describes these errors once for all
 * functions.
 */
export const COMMON = [
  ...['not_signed_in', 'anonymous_user', 'profile_missing', 'account_suspended'],
  ...['account_deactivated', 'account_unconfirmed'],
  ...['account_deleted', 'rate_limited', 'argument_missing', 'cursor_invalid'],
  ...['page_size_invalid', 'settings_missing'],
]

/**
 * Errors that only statements of an operator can raise. The triggers that raise them protect tables
 * from what no function does, such as a changed key.
 */
const OPERATORS = [
  'id_not_in_order',
  'key_is_fixed',
  'reply_misplaced',
  'row_is_required',
  'truncate_refused',
]

export const COMMON_PHRASE = 'Common errors: docs/errors.md#common-errors.'

/**
 * Returns the error codes that a function can raise. The result includes errors of called functions
 * and of fired triggers.
 */
export function raisedBy(schema: Schema, name: string, caught: string[] = []): Set<string> {
  const codes = new Set<string>()
  const isFollowed = (from: string, to: string) => !caught.includes(`${from} -> ${to}`)
  for (const { constants, cleaned } of runBy(schema, name, isFollowed)) {
    for (const constant of constants) if (schema.codes.has(constant)) codes.add(constant)
    for (const field of cleaned) codes.add(`${field}_too_long`).add('text_invalid')
  }
  return codes
}

/** Returns the error codes that a comment lists between `Errors:` and the next full stop. */
export function documentedIn(comment: string): string[] {
  const [, list = ''] = /(?<!Common )\bErrors?: ([^.]*)\./.exec(flat(comment)) ?? []
  return list
    .replace(/\([^)]*\)/g, '')
    .split(',')
    .map((code) => code.trim())
    .filter(Boolean)
}

/** Compares the comment of every public function with the errors that the function can raise. */
export function undocumentedErrors(schema: Schema, exceptions: Exceptions): Finding[] {
  const names = new Set(schema.routines.map(({ name }) => name))
  const open = [...names].filter((name) => name.startsWith('social.'))
  return [
    ...open.flatMap((name) => {
      const found = raisedBy(schema, name, Object.keys(exceptions.caughtCalls))
      for (const code of OPERATORS) found.delete(code)
      const excepted = exceptions.neverRaised
        .filter(({ functions }) => functions.includes(name))
        .flatMap(({ codes }) => codes)
      const needless = excepted.filter((code) => !found.delete(code))
      const what = differences([...found], schema.comments.get(name) ?? '')
      if (needless.length > 0) what.push(`exception not needed: ${needless.join(', ')}`)
      return what.length > 0 ? [{ where: name, what: what.join('; ') }] : []
    }),
    ...unusedExceptions(schema, exceptions),
  ]
}

function unusedExceptions(schema: Schema, { caughtCalls, neverRaised }: Exceptions): Finding[] {
  const names = schema.routines.map(({ name }) => name)
  const calls = schema.routines.flatMap(({ name, calls }) => [...calls].map((to) => [name, to]))
  const gone = [
    ...neverRaised.flatMap(({ functions }) => functions).filter((name) => !names.includes(name)),
    ...Object.keys(caughtCalls).filter((call) => !calls.some((pair) => pair.join(' -> ') === call)),
  ]
  return gone.map((where) => ({ where, what: 'is an exception that is not needed' }))
}

function differences(raised: string[], comment: string): string[] {
  const own = raised.filter((code) => !COMMON.includes(code))
  const documented = documentedIn(comment)
  const missing = own.filter((code) => !documented.includes(code)).sort()
  const superfluous = documented.filter((code) => !own.includes(code))
  const found: string[] = []
  if (missing.length > 0) found.push(`missing ${missing.join(', ')}`)
  if (superfluous.length > 0) found.push(`superfluous ${superfluous.join(', ')}`)
  if (documented.join() !== documented.toSorted().join()) found.push('errors not sorted')
  const hasPhrase = flat(comment).includes(COMMON_PHRASE)
  const isPhraseDue = raised.length > own.length
  if (hasPhrase !== isPhraseDue) {
    found.push(`${isPhraseDue ? 'missing' : 'superfluous'} "Common errors: …"`)
  }
  return found
}

function flat(comment: string): string {
  return comment.replace(/\s+/g, ' ')
}
