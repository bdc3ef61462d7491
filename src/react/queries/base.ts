import {
  type DataTag,
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  type QueryKey,
  queryOptions,
  type UnusedSkipTokenInfiniteOptions,
  type UnusedSkipTokenOptions,
} from '@tanstack/react-query'
import type { Page, PageOptions, Pages } from '../../sdk/pages.ts'
import { type Result, unwrap } from '../../sdk/result.ts'
import type { SocialError } from '../../sdk/social-error.ts'
import { type Kind, ROOT } from '../truth/rows.ts'
import { truthOf } from '../truth/truth.ts'

/** The key of a query of this package: `social`, the kind of its rows, its name, its arguments. */
export type SocialKey = readonly [typeof ROOT, Kind, string, ...unknown[]]

/** The options of a query that reads one row, an array or a number. */
export type ReadOptions<Data> = UnusedSkipTokenOptions<Data, SocialError, Data, SocialKey> & {
  queryKey: DataTag<SocialKey, Data, SocialError>
}

/** The pages of a list, as the query cache holds them. */
export type ListData<Row> = InfiniteData<Page<Row>, string | null>

/** The options of an infinite query that reads a list page by page. */
export type ListOptions<Row> = UnusedSkipTokenInfiniteOptions<
  Page<Row>,
  SocialError,
  ListData<Row>,
  SocialKey,
  string | null
> & { queryKey: DataTag<SocialKey, ListData<Row>, SocialError> }

/** How long a row counts as fresh, in milliseconds. */
export const FRESH = 60_000

/** Makes the options of a query that reads one row, an array or a number. */
export function one<Data>(
  key: readonly [Kind, string, ...unknown[]],
  fetch: () => PromiseLike<Result<Data>>,
): ReadOptions<Data> {
  return queryOptions<Data, SocialError, Data, SocialKey>({
    queryKey: [ROOT, ...key],
    queryFn: ({ client, queryKey }) => receive(client, queryKey, fetch),
    staleTime: FRESH,
    retry,
  })
}

/**
 * Makes the options of an infinite query that reads a list page by page. A list never reads its
 * pages again by itself, because rows would move under the reader.
 */
export function many<Row extends { cursor: string }>(
  key: readonly [Kind, string, ...unknown[]],
  fetch: (options: PageOptions) => Pages<Row>,
  pageSize = 20,
): ListOptions<Row> {
  return infiniteQueryOptions<Page<Row>, SocialError, ListData<Row>, SocialKey, string | null>({
    queryKey: [ROOT, ...key],
    queryFn: ({ client, queryKey, pageParam }) =>
      receive(client, queryKey, () => fetch({ after: pageParam, pageSize })),
    initialPageParam: null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: Number.POSITIVE_INFINITY,
    retry,
  }) as ListOptions<Row>
}

/** Makes the options of a query that reads only the first page of a list, to find new rows. */
export function head<Row>({ queryKey, queryFn }: ListOptions<Row>): ReadOptions<Page<Row>> {
  const read = queryFn as (context: object) => Promise<Page<Row>>
  return queryOptions<Page<Row>, SocialError, Page<Row>, SocialKey>({
    queryKey: [...queryKey, 'head'] as unknown as SocialKey,
    queryFn: (context) => read({ ...context, pageParam: null }),
    meta: { isHead: true },
    staleTime: FRESH,
    retry,
  })
}

async function receive<Data>(
  client: QueryClient,
  key: QueryKey,
  fetch: () => PromiseLike<Result<Data>>,
): Promise<Data> {
  const truth = truthOf(client)
  const startedAt = truth.now()
  return truth.receive(key, unwrap(await fetch()), startedAt)
}

/** Repeats a read only if the network or the server failed: other errors stay as they are. */
function retry(count: number, error: SocialError): boolean {
  return count < 2 && (error.code === 'network' || error.status >= 500)
}
