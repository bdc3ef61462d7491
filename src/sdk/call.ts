import { SocialError } from './errors.ts'
import type { FunctionName, Listed, Needed, Optional, Returned } from './functions.ts'
import { type PageOptions, Pages } from './pages.ts'
import { fail, type Result, succeed } from './result.ts'
import type { Client } from './supabase.ts'
import { fromDataApi, fromThrown } from './to-social-error.ts'

/** Calls a function that only reads: a GET, which read replicas and retries may serve. */
export function read<Name extends FunctionName>(
  db: Client,
  name: Name,
  needed: Needed<Name>,
  optional?: Optional<Name>,
): Promise<Result<Returned<Name>>> {
  return call(db, name, { ...orNull(needed), ...optional }, true)
}

/** Calls a function that writes. */
export function write<Name extends FunctionName>(
  db: Client,
  name: Name,
  needed: Needed<Name>,
  optional?: Optional<Name>,
): Promise<Result<Returned<Name>>> {
  return call(db, name, { ...orNull(needed), ...optional }, false)
}

/** Calls a function that lists rows, page by page. */
export function list<Name extends FunctionName>(
  db: Client,
  name: Name,
  needed: Needed<Name>,
  options?: PageOptions,
  optional?: Omit<Optional<Name>, 'after' | 'page_size'>,
): Pages<Listed<Name>> {
  const args = { ...orNull(needed), ...optional }
  return new Pages(
    (after, size) => call(db, name, { ...args, after, page_size: size }, true),
    options,
  )
}

/** Without an argument the function would not be found; null it answers with a better error. */
function orNull(args: object): object {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, value ?? null]))
}

/** In a URL PostgREST takes an argument that begins like this for a filter; in a body never. */
const FILTER =
  /^(not|all|any|is|isdistinct|in|eq|neq|gte?|lte?|i?like|i?match|cs|cd|ov|s[lr]|nx[lr]|adj|(pl|ph|w)?fts)([.(]|$)/

async function call<T>(db: Client, name: string, args: object, get: boolean): Promise<Result<T>> {
  const isPlain = Object.values(args).every((arg) => typeof arg !== 'string' || !FILTER.test(arg))
  try {
    const { data, error, status } = await db
      .schema('social')
      .rpc(name, args, { get: get && isPlain })
    if (error) return fail(fromDataApi(error, status))
    // supabase-js makes an empty 404, which no Data API sends, a success without data.
    if (data === null) return fail(new SocialError('not_installed'))
    return succeed(data as T)
  } catch (error) {
    return fail(fromThrown(error))
  }
}

/** Clearing is an empty text to the database, to which null means: leave it as it is. */
export function orEmpty<T>(value: T): NonNullable<T> | '' | undefined {
  return value === null ? '' : (value ?? undefined)
}
