import { isDeepStrictEqual } from 'node:util'
import { parse, patch, TomlFormat } from '@decimalturn/toml-patch'
import { diffArrays } from 'diff'
import { Problem } from '../problem.ts'

/** A table of a TOML file. */
export type Table = { [key: string]: unknown }

/** Parses a TOML file. The error names the line, and does not show it, because it may hold a secret. */
export function parseToml(text: string, file: string): Table {
  try {
    return structuredClone(parse(text)) as Table
  } catch (error) {
    const { line } = error as { line?: number }
    throw new Problem(`${file} is not valid TOML${line ? ` (line ${line})` : ''}. Mend it first.`)
  }
}

/** Returns the table at a path, or an empty table that belongs to nothing. */
export function tableAt(root: Table, ...path: string[]): Table {
  let table: unknown = root
  for (const key of path) table = isTable(table) ? table[key] : undefined
  return isTable(table) ? table : {}
}

/** Returns a copy in which the table at a path has the given keys. */
export function withKeys(root: Table, path: string[], keys: Table): Table {
  const [first, ...rest] = path
  if (first === undefined) return { ...root, ...keys }
  return { ...root, [first]: withKeys(tableAt(root, first), rest, keys) }
}

/**
 * Sets keys of a table and changes no other line. A new table becomes a new section at the end of
 * the file. Returns `undefined` if the file is written in a way that cannot be edited safely.
 */
export function setKeys(
  text: string,
  path: string[],
  keys: Table,
  comment: string,
): string | undefined {
  if (hasMixedEnds(text))
    return withOldEnds(text, setKeys(withLineFeeds(text), path, keys, comment))
  const before = structuredClone(parse(text)) as Table
  if (isBlocked(before, path)) return undefined
  const wanted = withKeys(before, path, keys)
  const candidates = [
    () => isTable(at(before, path)) || withSection(text, path, keys, comment),
    () => patch(text, wanted, formatOf(text)),
  ]
  for (const candidate of candidates) {
    const edited = candidate()
    if (typeof edited === 'string' && means(edited, wanted)) return edited
  }
  return undefined
}

/** Whether another value than a table is where the table would be. */
function isBlocked(root: Table, path: string[]): boolean {
  const values = path.map((_, index) => at(root, path.slice(0, index + 1)))
  return values.some((value) => value !== undefined && !isTable(value))
}

function hasMixedEnds(text: string): boolean {
  return text.includes('\r\n') && /(?<!\r)\n/.test(text)
}

function withLineFeeds(text: string): string {
  return text.replaceAll('\r\n', '\n')
}

/** Gives the lines that an edit did not change their old line ends again. */
function withOldEnds(text: string, edited: string | undefined): string | undefined {
  if (edited === undefined) return undefined
  const old = text.split(/(?<=\n)/)
  const parts = diffArrays(old.map(withLineFeeds), edited.split(/(?<=\n)/))
  let line = 0
  return parts
    .flatMap(({ added, removed, count, value }) => {
      if (added) return value
      line += count
      return removed ? [] : old.slice(line - count, line)
    })
    .join('')
}

function at(root: Table, path: string[]): unknown {
  return path.reduce<unknown>((table, key) => (isTable(table) ? table[key] : undefined), root)
}

/** Whether a value is a table. */
export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The section of a TOML file that sets keys of a table. */
export function sectionOf(path: string[], keys: Table): string {
  const lines = Object.entries(keys).map(([key, value]) => `${key} = ${literal(value)}`)
  return [`[${path.join('.')}]`, ...lines].join('\n')
}

function withSection(text: string, path: string[], keys: Table, comment: string): string {
  const section = `# ${comment}\n${sectionOf(path, keys)}\n`
  const isClosed = text === '' || text.endsWith('\n')
  const added = `${isClosed ? '' : '\n'}${text === '' ? '' : '\n'}${section}`
  return text + (text.includes('\r\n') ? added.replaceAll('\n', '\r\n') : added)
}

/**
 * Removes a section that `setKeys` added at the end of the file, wherever the section is now.
 * Returns `undefined` if the user changed the section.
 */
export function withoutSection(
  text: string,
  path: string[],
  keys: Table,
  comment: string,
): string | undefined {
  const wanted = withoutTable(parse(text) as Table, path)
  const section = `${sectionOf(path, keys)}\n`
  for (const added of [`\n# ${comment}\n${section}`, `# ${comment}\n${section}`, section]) {
    for (const block of [added, added.replaceAll('\n', '\r\n')]) {
      const removed = text.replace(block, '')
      if (removed !== text && means(removed, wanted)) return removed
    }
  }
  return undefined
}

/** Returns a copy without a table, and without the tables above it that are empty then. */
function withoutTable(root: Table, [first = '', ...rest]: string[]): Table {
  const { [first]: inner, ...others } = structuredClone(root)
  if (rest.length === 0 || !isTable(inner)) return others
  const left = withoutTable(inner, rest)
  return Object.keys(left).length > 0 ? { ...others, [first]: left } : others
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  return JSON.stringify(value) // TOML writes strings and booleans as JSON does
}

/** Whether a file has exactly the wanted content. */
function means(text: string, wanted: Table): boolean {
  try {
    return isDeepStrictEqual(structuredClone(parse(text)), wanted)
  } catch {
    return false
  }
}

/** Supabase writes arrays without spaces inside the brackets. */
function formatOf(text: string): TomlFormat {
  const format = TomlFormat.autoDetectFormat(text)
  if (!/=\s*\[ /.test(text)) format.bracketSpacing = false
  return format
}
