import {
  type UseInfiniteQueryResult,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Page } from '../../sdk/pages.ts'
import type { SocialError } from '../../sdk/social-error.ts'
import { head, type ListData, type ListOptions } from '../queries/base.ts'
import { type AnyRow, idOf, type Kind } from '../truth/rows.ts'

/** A list that a component shows. */
export interface List<Row> {
  /** The rows of all pages that are loaded, each row once. */
  items: Row[]
  /** The infinite query: `fetchNextPage`, `hasNextPage`, `isPending`, `error` and so on. */
  query: UseInfiniteQueryResult<ListData<Row>, SocialError>
  /** The number of new rows above the list. Zero for lists that do not look for new rows. */
  newCount: number
  /** Puts the new rows into the list. Call this when the reader asks for them. */
  showNew(): void
}

interface Choices {
  /** Whether to look for new rows, when the list is shown again or the window gets the focus. */
  news?: boolean
  enabled?: boolean
}

/**
 * Shows a list of the factories `queries`. The list itself stays as it is: new rows are counted,
 * and wait until the reader asks for them.
 * @example const { items, query } = useList(queries.postLikers(useSocial(), 'a-post-id'))
 */
export function useList<Row>(
  options: ListOptions<Row>,
  { news = false, enabled = true }: Choices = {},
): List<Row> {
  const client = useQueryClient()
  const { queryKey } = options
  const kind = queryKey[1]
  const query = useInfiniteQuery({ ...options, enabled })
  const pages = query.data?.pages
  const { data: latest } = useQuery({
    ...head(options),
    enabled: enabled && news && pages !== undefined,
    initialData: () => client.getQueryData<ListData<Row>>(queryKey)?.pages[0],
    initialDataUpdatedAt: () => query.dataUpdatedAt,
  })
  const items = useMemo(() => unique(kind, pages), [kind, pages])
  const newest = useMemo(() => newestOf(kind, items, latest?.items), [kind, items, latest])
  const showNew = () => {
    client.setQueryData<ListData<Row>>(queryKey, (data) =>
      latest && newest.count > 0 ? merge(kind, data, latest, newest.part) : data,
    )
  }
  return { items, query, newCount: newest.count, showNew }
}

function unique<Row>(kind: Kind, pages: Page<Row>[] = []): Row[] {
  const byId = new Map<string, Row>()
  for (const row of pages.flatMap((page) => page.items)) {
    const id = idOf(kind, row as AnyRow)
    if (!byId.has(id)) byId.set(id, row)
  }
  return [...byId.values()]
}

/**
 * Returns the part of the latest first page that is above the list or in its beginning. Rows after
 * the last known row moved up because others went away, and are not new.
 */
function newestOf<Row>(
  kind: Kind,
  items: Row[],
  latest: Row[] = [],
): { part: Row[]; count: number } {
  const known = new Set(items.map((row) => idOf(kind, row as AnyRow)))
  const isKnown = (row: Row) => known.has(idOf(kind, row as AnyRow))
  const last = latest.findLastIndex(isKnown)
  const part = last < 0 ? latest : latest.slice(0, last + 1)
  return { part, count: part.filter((row) => !isKnown(row)).length }
}

function merge<Row>(
  kind: Kind,
  data: ListData<Row> | undefined,
  latest: Page<Row>,
  part: Row[],
): ListData<Row> {
  const ids = new Set(part.map((row) => idOf(kind, row as AnyRow)))
  const isOld = (row: Row) => !ids.has(idOf(kind, row as AnyRow))
  const isGap = !data?.pages.some(({ items }) => !items.every(isOld))
  if (!data || isGap) return { pages: [latest], pageParams: [null] }
  const pages = data.pages.map((page, at) => {
    const old = page.items.filter(isOld)
    return { ...page, items: at === 0 ? [...part, ...old] : old }
  })
  return { ...data, pages }
}
