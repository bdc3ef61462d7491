import { AsyncLocalStorage } from 'node:async_hooks'

/** A request as lite parses it, before it becomes SQL. */
export interface Ast {
  httpMethod?: string
  schema?: string
  function?: string
  args?: Record<string, unknown> | unknown[]
}

/** A function as lite describes it. */
export interface Routine {
  schema: string
  name: string
  arg_names: string[]
  arg_types: string[]
}

const queries = new AsyncLocalStorage<URLSearchParams>()

/** Handles a request and remembers the query of its URL. */
export function withArguments<T>(url: string, work: () => T): T {
  return queries.run(new URL(url).searchParams, work)
}

/** Gives Postgres the arguments as text, as they were sent. */
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
 * Defect of @supabase/lite 0.10.0: it guesses the types of arguments in a URL (`1.50` becomes a
 * number, `true` a boolean, `null` null), whatever the function takes. PostgREST passes text.
 */
function takeFromUrl(args: Record<string, unknown>): void {
  const query = queries.getStore()
  for (const name of Object.keys(args)) args[name] = query?.get(name)
}

/**
 * Defect of @supabase/lite 0.10.0: it passes JavaScript values, and a json string without its
 * quotes. PostgREST passes text, which Postgres reads as the type of the argument.
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
