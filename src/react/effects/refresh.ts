import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Page } from '../../sdk/pages.ts'
import { type AnyRow, idOf, type Kind, ROOT } from '../truth/rows.ts'
import { truthOf } from '../truth/truth.ts'

/** Says which queries a command makes old: the kind, and further parts of the key. */
export type Old = readonly [Kind, ...unknown[]]

/**
 * Lets queries read again: those in view now, all others when they are shown. A list in view stays
 * as it is, and looks for new rows.
 */
export function refresh(client: QueryClient, ...old: Old[]): void {
  for (const key of old) {
    const queryKey = [ROOT, ...key]
    client.removeQueries({ queryKey, type: 'inactive' })
    void client.invalidateQueries({
      queryKey,
      predicate: ({ state }) => !isLong(state.data),
    })
  }
}

function isLong(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'pages' in data
    ? (data as InfiniteData<unknown>).pages.length > 1
    : false
}

/** Puts a new row into a cached list: before the first row that `isBefore` accepts, or at the end. */
export function insert(
  client: QueryClient,
  key: Old,
  row: AnyRow,
  isBefore: (other: AnyRow) => boolean,
): void {
  client.setQueryData<InfiniteData<Page<AnyRow>>>([ROOT, ...key], (data) => {
    if (!data) return data
    const id = idOf(key[0], row)
    const rest = data.pages.map(({ items, ...page }) => ({
      ...page,
      items: items.filter((other) => idOf(key[0], other) !== id),
    }))
    const at = rest.findIndex(({ items }) => items.some(isBefore))
    const page = rest[at < 0 ? rest.length - 1 : at]
    if (!page) return data
    const place = page.items.findIndex(isBefore)
    page.items.splice(place < 0 ? page.items.length : place, 0, row)
    return { ...data, pages: rest }
  })
}

/** Adds to a count of a cached row. */
export function count(
  client: QueryClient,
  kind: Kind,
  id: string,
  field: string,
  change: number,
): void {
  const truth = truthOf(client)
  const before = truth.find(kind, id)?.row[field]
  if (typeof before === 'number') put(client, kind, id, { [field]: Math.max(0, before + change) })
}

/** Sets fields of a row everywhere. */
export function put(client: QueryClient, kind: Kind, id: string, fields: AnyRow): void {
  truthOf(client).apply((kind_, row) => {
    if (kind_ !== kind || row.id !== id) return undefined
    return Object.fromEntries(Object.entries(fields).filter(([field]) => field in row))
  })
}

/** Drops a row from the lists whose key begins with one of `keys`, or from all lists. */
export function drop(client: QueryClient, kind: Kind, id: string, ...names: string[]): void {
  truthOf(client).apply((kind_, row, key) =>
    kind_ === kind && row.id === id && (names.length === 0 || names.includes(String(key[2])))
      ? null
      : undefined,
  )
}

/** Lets everything read again that a follow or unfollow changes. */
export function afterFollow(client: QueryClient, profileId: string): void {
  refresh(client, ['profiles', 'me'], ['profiles', 'followers', profileId])
  const isPrivate = truthOf(client).find('profiles', profileId)?.row.is_private
  if (isPrivate) refresh(client, ['posts', 'by', profileId], ['profiles', 'one'])
}
