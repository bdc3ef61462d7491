import { type QueryKey, replaceEqualDeep } from '@tanstack/react-query'

/** What the rows of a query are. The second part of every query key says it. */
export type Kind = 'posts' | 'profiles' | 'comments' | 'notifications' | 'hashtags' | 'other'

/** A row of any kind. */
export type AnyRow = Readonly<Record<string, unknown>>

/**
 * What changes in a row: new values of its fields, null to drop the row from lists, or undefined
 * if the row stays as it is.
 */
export type Change = (kind: Kind, row: AnyRow, key: QueryKey) => AnyRow | null | undefined

/** The first part of the keys of all queries of this package. */
export const ROOT = 'social'

/** Returns whether a query belongs to this package. */
export function isOurs(key: QueryKey): boolean {
  return key[0] === ROOT
}

/** Returns the identity of a row among those of its kind: hashtags and muted words have no id. */
export function nameOf(row: AnyRow): string {
  return String(row.id ?? row.hashtag ?? row.profile_id ?? row.word)
}

/** Returns the identity of a row. */
export function idOf(kind: Kind, row: AnyRow): string {
  return `${kind}:${nameOf(row)}`
}

/**
 * Changes the rows of a query: pages of an infinite query, one page, an array or one row. Everything
 * that does not change keeps its identity, so that components render only what changed.
 */
export function changeRows<Data>(key: QueryKey, data: Data, change: Change): Data {
  return changeAny(key[1] as Kind, data, change, key) as Data
}

function changeAny(kind: Kind, data: unknown, change: Change, key: QueryKey): unknown {
  if (Array.isArray(data)) return changeList(kind, data, change, key)
  if (!isRow(data)) return data
  for (const list of ['pages', 'items']) {
    const before = data[list]
    if (!Array.isArray(before)) continue
    const after = changeList(kind, before, change, key)
    return after === before ? data : { ...data, [list]: after }
  }
  return changeRow(kind, data, change, key) ?? data
}

function changeList(kind: Kind, list: unknown[], change: Change, key: QueryKey): unknown[] {
  let isChanged = false
  const changed = list.flatMap((one) => {
    const isPage = isRow(one) && Array.isArray(one.items)
    const next = isPage ? changeAny(kind, one, change, key) : changeRow(kind, one, change, key)
    if (next !== one) isChanged = true
    return next === null ? [] : [next]
  })
  return isChanged ? changed : list
}

/** Returns the changed row, or null to drop it. */
function changeRow(kind: Kind, row: unknown, change: Change, key: QueryKey): unknown {
  if (!isRow(row)) return row
  const fields = change(kind, row, key)
  if (fields === null) return null
  const next = fields ? replaceEqualDeep(row, { ...row, ...fields }) : row
  // A notification contains the people who did it.
  if (kind !== 'notifications' || !Array.isArray(next.actors)) return next
  const actors = changeList('profiles', next.actors, change, key)
  return actors === next.actors ? next : { ...next, actors }
}

/** Calls a function with each row of a query. */
export function eachRow(
  key: QueryKey,
  data: unknown,
  visit: (kind: Kind, row: AnyRow) => void,
): void {
  changeRows(key, data, (kind, row) => {
    visit(kind, row)
    return undefined
  })
}

function isRow(value: unknown): value is AnyRow {
  return typeof value === 'object' && value !== null
}
