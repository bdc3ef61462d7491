import { randomUUID } from 'node:crypto'
import type { AttackStack } from './attack-stack.ts'

export interface Argument {
  name: string
  type: string
  /** The first value of an enum type; null for other types. */
  choice: string | null
  isOptional: boolean
}

export interface ExposedFunction {
  name: string
  isReading: boolean
  /** Whether the function refuses GET requests, although it may only read. */
  isPosted: boolean
  arguments: Argument[]
}

/**
 * Reads every function of schema social from the catalog, so that new functions are attacked too.
 */
export async function exposedFunctions({ sql }: AttackStack): Promise<ExposedFunction[]> {
  return sql<ExposedFunction[]>`
    select proname as name, provolatile = 'v' as "isPosted",
      provolatile <> 'v' or proname ~ '_search$' as "isReading", coalesce((
      select jsonb_agg(jsonb_build_object(
        'name', proargnames[place], 'type', format_type(type, null), 'choice', (
          select enumlabel from pg_enum where enumtypid = type order by enumsortorder limit 1),
        'isOptional', place > pronargs - pronargdefaults) order by place)
      from unnest(proargtypes) with ordinality as given (type, place)
    ), '[]') as arguments
    from pg_proc where pronamespace = 'social'::regnamespace order by proname`
}

/** Returns the names of the functions in social_private that have no wrapper in schema social. */
export async function closedFunctions({ sql }: AttackStack): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select distinct proname as name from pg_proc
    where pronamespace = 'social_private'::regnamespace and proname not in (
      select proname from pg_proc where pronamespace = 'social'::regnamespace)
    order by proname`
  return rows.map(({ name }) => name)
}

/**
 * Makes up a value for each required argument of a function. The name and type of the argument
 * decide the value.
 */
export function madeUp(
  exposed: ExposedFunction,
  ids: Record<string, string>,
): Record<string, unknown> {
  const needed = exposed.arguments.filter(({ isOptional }) => !isOptional)
  return Object.fromEntries(needed.map((argument) => [argument.name, value(argument, ids)]))
}

const IDS: Record<string, string> = {
  post_id: "otto's post",
  comment_id: "mallory's comment",
  profile_id: 'otto',
  follower_id: 'fred',
}

function value({ name, type, choice }: Argument, ids: Record<string, string>): unknown {
  if (type === 'uuid') return ids[IDS[name] ?? ''] ?? randomUUID()
  if (type === 'uuid[]') return [randomUUID()]
  if (type === 'text[]') return '{hello.jpg}' // a literal of Postgres, for the URL of a GET request
  if (type === 'integer') return 5
  if (type === 'boolean') return true
  if (type === 'jsonb') return []
  if (name === 'username') return `n${randomUUID().slice(0, 8)}`
  return choice ?? 'Hello'
}

/**
 * Returns the request that calls a function: GET if the function accepts it, and POST otherwise.
 */
export function request(exposed: ExposedFunction, given: Record<string, unknown>) {
  const path = `/rest/v1/rpc/${exposed.name}`
  if (exposed.isPosted) return { method: 'POST', path, body: given }
  const isJson = (key: string) =>
    exposed.arguments.some(({ name, type }) => name === key && type === 'jsonb')
  const query = new URLSearchParams(
    Object.entries(given).map(([key, one]) => [
      key,
      isJson(key) ? JSON.stringify(one) : String(one),
    ]),
  )
  return { method: 'GET', path: `${path}?${query}` }
}
