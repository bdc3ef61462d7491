import { isAsExpected, type Result } from './attempt.ts'
import type { Pass, Proof } from './prove.ts'
import { roles, shortNames } from './roles.ts'

const LEGEND = `A number counts the rows that the role reads, or the test rows with which the call works.
✓ means works, · returns nothing, – is refused, ! is not as expected.`

/** Returns the result of `prove` as text: the matrix, every mismatch and a summary line. */
export function print(proof: Proof, isVerbose: boolean): string {
  const [first, ...others] = proof.passes
  const shown = isVerbose ? proof.passes : first ? [first] : []
  return [
    ...shown.flatMap((pass) => [matrix(pass), '']),
    LEGEND,
    '',
    ...(isVerbose ? [] : others.map((pass) => `${pass.name}: ${count(pass.results)}`)),
    ...problems(proof),
    summary(proof),
  ].join('\n')
}

/** Returns a summary, for example `45,218 cells, 0 mismatches`. */
export function summary({ cells, mismatches, findings }: Proof): string {
  return `${cells.toLocaleString('en')} cells, ${mismatches.length + findings.length} mismatches`
}

/** Returns one line for each mismatch and each finding. */
export function problems({ mismatches, findings }: Proof): string[] {
  const lines = mismatches.map(({ object, privilege, role, target, expected, outcome }) =>
    [`${object} ${privilege} as ${role}`, target && ` on "${target}"`]
      .concat(`: expected ${expected || 'nothing'}, was ${outcome || 'nothing'}`)
      .join(''),
  )
  return [...findings, ...new Set(lines)]
}

function count(results: Result[]): string {
  const wrong = results.filter((result) => !isAsExpected(result)).length
  return `${results.length.toLocaleString('en')} cells, ${wrong} mismatches`
}

const WIDTH = 38

function matrix({ name, results }: Pass): string {
  const lines = groups(results, lineOf)
  const header = roles.map((role) => (shortNames[role] ?? role.slice(0, 4)).padStart(5)).join('')
  return [
    name,
    ' '.repeat(WIDTH) + header,
    ...[...lines].map(([line, cells]) => line.padEnd(WIDTH) + row(cells)),
  ].join('\n')
}

/**
 * Returns the name of the matrix line for a result. All objects of social_private share one line.
 * All writes to tables share another line.
 */
function lineOf({ object, privilege }: Result): string {
  if (object.startsWith('social_private.')) return `everything in social_private`
  if (object.startsWith('social.') && privilege === 'write') return 'write to any table of social'
  return privilege === 'call' ? object : `${object} ${privilege}`
}

function row(cells: Result[]): string {
  const byRole = groups(cells, ({ role }) => role)
  return roles.map((role) => sign(byRole.get(role) ?? []).padStart(5)).join('')
}

function groups<Key>(results: Result[], keyOf: (result: Result) => Key): Map<Key, Result[]> {
  const groups = new Map<Key, Result[]>()
  for (const result of results) {
    const group = groups.get(keyOf(result))
    if (group) group.push(result)
    else groups.set(keyOf(result), [result])
  }
  return groups
}

const REFUSED = /^(42501|not_signed_in|profile_missing|account_\w+|profile_exists)/
const FAILED = /^([0-9A-Z]{5} |[a-z]+_[a-z_]+$)/

function sign(results: Result[]): string {
  const mark = results.every(isAsExpected) ? '' : '!'
  const worked = results.filter(({ outcome }) => outcome !== '0' && !FAILED.test(outcome))
  if (worked.length === 0) {
    const isRefused = results.some(({ outcome }) => REFUSED.test(outcome))
    return (isRefused ? '–' : '·') + mark
  }
  const [only] = results.length === 1 ? results : []
  if (!only) return worked.length + mark
  if (only.outcome === 'no row') return `·${mark}`
  return (only.keys ? String(only.outcome.split(', ').length) : '✓') + mark
}
