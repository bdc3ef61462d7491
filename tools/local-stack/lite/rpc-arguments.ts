import { AsyncLocalStorage } from 'node:async_hooks'
import { preferredZone } from './data-api.ts'

/** A Data API request that @supabase/lite has parsed but not yet turned into SQL. */
export interface Ast {
  httpMethod?: string
  schema?: string
  function?: string
  args?: Record<string, unknown> | unknown[]
}

/** A database function, as @supabase/lite reads it from the catalog. */
export interface Routine {
  schema: string
  name: string
  arg_names: string[]
  arg_types: string[]
}

interface Asked {
  query: URLSearchParams
  zone: string | undefined
}

const requests = new AsyncLocalStorage<Asked>()

/** Runs the handler of a request. Stores the arguments of the URL, and the header `Prefer`. */
export function withArguments<T>(url: string, prefer: string | undefined, work: () => T): T {
  return requests.run({ query: new URL(url).searchParams, zone: preferredZone(prefer ?? '') }, work)
}

/** Returns the time zone that the request prefers. Defect of @supabase/lite 0.10.0: lite ignores it. */
export function askedZone(): string | undefined {
  return requests.getStore()?.zone
}

/**
 * Restores the arguments of a function call to the texts that the client sent. Postgres then
 * converts each text to the type of its argument.
 */
export function restoreArguments(ast: Ast, routines: Routine[]): void {
  const { args } = ast
  if (!args || Array.isArray(args)) return
  if (ast.httpMethod === 'GET') takeFromUrl(args)
  else
    toText(
      args,
      routines.find((one) => isCalled(one, ast)),
    )
}

/**
 * Takes the arguments from the URL as text, as PostgREST does. Defect of @supabase/lite 0.10.0:
 * lite guesses the types of arguments: `1.50` becomes a number, `true` a boolean and `null` null.
 */
function takeFromUrl(args: Record<string, unknown>): void {
  const query = requests.getStore()?.query
  for (const name of Object.keys(args)) args[name] = query?.get(name)
}

/**
 * Turns arguments into text, as PostgREST does. Postgres converts each text to the type of its
 * argument. Defect of @supabase/lite 0.10.0: lite passes JavaScript values, and drops the quotes of
 * a JSON string.
 */
function toText(args: Record<string, unknown>, routine: Routine | undefined): void {
  routine?.arg_names.forEach((name, i) => {
    const value = args[name]
    if (value === null || value === undefined) return
    if (/^jsonb?$/.test(routine.arg_types[i] ?? '')) {
      if (typeof value === 'string') args[name] = JSON.stringify(value)
    } else if (typeof value === 'object') {
      if (!Array.isArray(value)) args[name] = JSON.stringify(value)
    } else args[name] = String(value)
  })
}

function isCalled(routine: Routine, ast: Ast): boolean {
  return routine.schema === (ast.schema ?? 'public') && routine.name === ast.function
}
