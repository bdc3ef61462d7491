import type { FunctionName, Listed, Needed, Optional, Returned } from './functions.ts'
import { explainOldDatabase } from './old-database.ts'
import { type PageOptions, Pages } from './pages.ts'
import { fail, type Result, succeed } from './result.ts'
import { SocialError } from './social-error.ts'
import type { Client } from './supabase.ts'
import { fromDataApi, fromThrown } from './to-social-error.ts'

/**
 * Calls a database function that only reads data. Sends a GET request, because read replicas can
 * answer GET requests. With a token, makes the call in the session of this access token instead of
 * the session of the client.
 */
export function read<Name extends FunctionName>(
  db: Client,
  name: Name,
  needed: Needed<Name>,
  optional?: Optional<Name>,
  token?: string,
): Promise<Result<Returned<Name>>> {
  return call(db, name, { ...orNull(needed), ...optional }, true, token)
}

/** Calls a database function that writes data. `token` has the same meaning as in `read`. */
export function write<Name extends FunctionName>(
  db: Client,
  name: Name,
  needed: Needed<Name>,
  optional?: Optional<Name>,
  token?: string,
): Promise<Result<Returned<Name>>> {
  return call(db, name, { ...orNull(needed), ...optional }, false, token)
}

/** Calls a database function that lists rows, and returns the list page by page. */
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

/**
 * Calls a database function that lists rows, as `list` does, but sends POST requests. The database
 * can store something only during a POST request: a cached feed, or a used token of a rate limit.
 */
export function listByPost<Name extends FunctionName>(
  db: Client,
  name: Name,
  needed: Needed<Name>,
  options?: PageOptions,
  optional?: Omit<Optional<Name>, 'after' | 'page_size'>,
): Pages<Listed<Name>> {
  const args = { ...orNull(needed), ...optional }
  return new Pages(
    (after, size) => call(db, name, { ...args, after, page_size: size }, false),
    options,
  )
}

/**
 * Replaces a missing argument by null. If a required argument is missing, PostgREST does not find
 * the function. If the argument is null, the function itself returns a clearer error.
 */
function orNull(args: object): object {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, value ?? null]))
}

/**
 * PostgREST reads a text such as `eq.1` in a URL as a filter. A call with such an argument uses
 * POST, and sends the arguments in the body.
 */
const FILTER =
  /^(not|all|any|is|isdistinct|in|eq|neq|gte?|lte?|i?like|i?match|cs|cd|ov|s[lr]|nx[lr]|adj|(pl|ph|w)?fts)([.(]|$)/

async function call<T>(
  db: Client,
  name: string,
  args: object,
  get: boolean,
  token?: string,
): Promise<Result<T>> {
  const isPlain = Object.values(args).every((arg) => typeof arg !== 'string' || !FILTER.test(arg))
  try {
    const request = db.schema('social').rpc(name, args, { get: get && isPlain })
    if (token) request.setHeader('Authorization', `Bearer ${token}`)
    const { data, error, status } = await request
    if (error) return fail(await explainOldDatabase(db, error, fromDataApi(error, status)))
    // If a response has status 404 and no body, supabase-js reports success without data. The Data
    // API never sends such a response.
    if (data === null) return fail(new SocialError('not_installed'))
    return succeed(data as T)
  } catch (error) {
    return fail(fromThrown(error))
  }
}
