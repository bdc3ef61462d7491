import type { Finding } from './bodies.ts'
import { type Exceptions, MOST_LONG_FUNCTIONS } from './exceptions.ts'
import { byName, calledBy } from './reach.ts'
import type { Schema } from './schema.ts'

export const MOST_COLUMNS = 100
export const MOST_LINES = 60
export const MOST_FILES = 4
/** The migration that creates every policy. */
export const POLICY_FILE = 'table_access'

/**
 * Files that nearly every function needs. The rule about the number of files does not count these
 * files.
 */
const FOUNDATION = [
  'foundation',
  'cursors',
  'text',
  'text_entities',
  'accounts',
  'identity',
  'rate_limits',
  'muted_words',
  'text_entities',
  'hints',
  'notifications',
  'muted_words',
]

/**
 * The domains to which the rule about the number of files applies. A reader must be able to follow
 * a function of these domains in few files.
 */
const COUNTED = [
  ...['posts', 'post_authoring', 'profile_grid'],
  ...['comments', 'comment_authoring', 'comment_threads'],
  ...['follows', 'likes', 'home_feed'],
]

export function longLines({ migrations }: Schema): Finding[] {
  return migrations.flatMap(({ name, text }) =>
    text.split('\n').flatMap((line, index) => {
      if (line.length <= MOST_COLUMNS) return []
      return [{ where: `${name}:${index + 1}`, what: `${line.length} columns` }]
    }),
  )
}

export function longFunctions(schema: Schema, { longFunctions }: Exceptions): Finding[] {
  const long = schema.routines.filter(({ lines }) => lines > MOST_LINES)
  const found = long
    .filter(({ name }) => !(name in longFunctions))
    .map(({ name, lines }) => ({ where: name, what: `${lines} lines` }))
  const names = Object.keys(longFunctions)
  if (names.length > MOST_LONG_FUNCTIONS) {
    found.push({ where: 'exceptions', what: `${names.length} long functions` })
  }
  const unused = names.filter((name) => !long.some((routine) => routine.name === name))
  return [...found, ...unused.map(unusedException)]
}

/** Finds calls of functions that are defined in a later migration file. */
export function forwardCalls(schema: Schema, { forwardCalls }: Exceptions): Finding[] {
  const all = byName(schema)
  const found = new Map<string, Finding>()
  for (const caller of schema.routines) {
    for (const call of caller.calls) {
      const places = all.get(call)?.map(({ place }) => place) ?? []
      const isLater = places.length > 0 && Math.min(...places) > caller.place
      if (!isLater) continue
      const file = all.get(call)?.[0]?.file
      found.set(`${caller.name} -> ${call}`, {
        where: `${caller.name} -> ${call}`,
        what: `${caller.file} calls the later file ${file}`,
      })
    }
  }
  const unused = Object.keys(forwardCalls).filter((name) => !found.has(name))
  return [
    ...[...found.values()].filter(({ where }) => !(where in forwardCalls)),
    ...unused.map(unusedException),
  ]
}

/**
 * Finds policies outside the file that creates them all. On a hosted project `create policy` locks
 * tables of Supabase Auth, so only one short file does it, after all files that take long.
 */
export function scatteredPolicies({ policyFiles }: Schema): Finding[] {
  return [...policyFiles]
    .filter((file) => file !== POLICY_FILE)
    .map((file) => ({ where: file, what: `create policy outside the file ${POLICY_FILE}` }))
}

export interface FilesNeeded {
  name: string
  /** The file that defines the function. */
  file: string
  /** The files of all functions that the function calls, directly or through other functions. */
  files: string[]
}

/**
 * Returns the number of files that a reader opens to follow each public function. The function with
 * the most files comes first.
 */
export function filesNeeded(schema: Schema): FilesNeeded[] {
  const open = schema.routines.filter(({ name }) => name.startsWith('social.'))
  return open
    .map(({ name, file }) => {
      const files = calledBy(schema, name).map((routine) => routine.file)
      return { name, file, files: [...new Set(files)].filter((one) => !FOUNDATION.includes(one)) }
    })
    .sort((a, b) => b.files.length - a.files.length || a.name.localeCompare(b.name))
}

export function scatteredFunctions(schema: Schema): Finding[] {
  return filesNeeded(schema)
    .filter(({ file, files }) => COUNTED.includes(file) && files.length > MOST_FILES)
    .map(({ name, files }) => ({
      where: name,
      what: `needs ${files.length} files: ${files.join(', ')}`,
    }))
}

function unusedException(where: string): Finding {
  return { where, what: 'is an exception that is not needed' }
}
