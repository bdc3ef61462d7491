import { createPostgresConnection, type PostgresConnection } from '@supabase/lite/postgres'
import { backoff, replaceReserve } from '../pool.ts'
import { answerAsPostgrest } from './api-errors.ts'
import { type Composite, parseComposites } from './composites.ts'
import { type Ast, askedZone, type Routine, restoreArguments } from './rpc-arguments.ts'
import { TYPES } from './types.ts'

/**
 * The description of the database schema that @supabase/lite reads. Our code uses only the list of
 * functions in this description.
 */
export interface Introspection {
  functions: Routine[]
  [list: string]: unknown
}

/** The settings that `alter role … set` gives to each role. */
export type RoleSettings = Map<string, [name: string, value: string][]>

/** The caller of a request. */
interface RequestVars {
  auth?: { role?: string; jwt?: object | null }
}

interface RpcRequest {
  method: string
  path: string
  requestHeaders?: object
}

/** The part of a kysely transaction that this file uses. */
interface Transaction {
  executeQuery(query: object): Promise<unknown>
}

/**
 * The members of @supabase/lite's connection that this file replaces. lite declares them private.
 */
interface Internals {
  rlsState: string
  introspect(): Promise<Introspection>
  normalizeDbError(error: unknown): unknown
  onPostgrestAST(ast: Ast): Promise<Ast>
  applyJwtSessionContext(transaction: Transaction, vars: RequestVars): Promise<unknown>
  applyRpcRequestGucs(transaction: Transaction, rpc: RpcRequest): Promise<unknown>
}

export interface ConnectionOptions {
  url: string
  max: number
  introspection: () => Introspection
  composites: () => Composite[]
  roles: RoleSettings
  settings?: Record<string, string>
}

/**
 * Opens a database connection of @supabase/lite and works around the defects of this connection.
 */
export function openConnection(options: ConnectionOptions): PostgresConnection {
  const connection = createPostgresConnection({
    url: options.url,
    postgresOptions: {
      max: options.max,
      backoff,
      onnotice() {},
      types: TYPES,
      connection: { search_path: 'public, extensions', ...options.settings },
    },
  })
  // Defect of @supabase/lite 0.10.0: lite makes Postgres parse every statement again. This pool
  // prepares statements.
  replaceReserve(connection.driver, options.max)
  const lite = connection as unknown as Internals
  // Defect of @supabase/lite 0.10.0: if any table of a schema has row-level security, lite grants
  // anon ALL on every table of the schema at the first request. The value 'active' prevents these
  // grants.
  lite.rlsState = 'active'
  // Defect of @supabase/lite 0.10.0: lite introspects the database with its own login.
  // information_schema shows only the objects that this login may use.
  lite.introspect = async () => options.introspection()
  lite.normalizeDbError = answerAsPostgrest
  const check = lite.onPostgrestAST.bind(connection)
  lite.onPostgrestAST = (ast) => {
    parseComposites(connection.driver, options.composites())
    restoreArguments(ast, options.introspection().functions)
    return check(ast)
  }
  lite.applyJwtSessionContext = (transaction, vars) => enter(transaction, vars, options.roles)
  lite.applyRpcRequestGucs = (transaction, rpc) =>
    setLocally(transaction, [
      ['response.status', ''],
      ['response.headers', ''],
      ['request.method', rpc.method],
      ['request.path', rpc.path],
      ['request.headers', JSON.stringify(rpc.requestHeaders ?? {})],
    ])
  return connection
}

/**
 * Sets the role and the caller of a request, and the settings of the role, such as
 * statement_timeout. Defect of @supabase/lite 0.10.0: lite ignores the settings of roles, which
 * PostgREST applies.
 */
function enter(transaction: Transaction, vars: RequestVars, roles: RoleSettings) {
  const role = vars.auth?.role || 'anon'
  const zone = askedZone()
  return setLocally(transaction, [
    ['request.jwt.claims', JSON.stringify(vars.auth?.jwt ?? { role })],
    ...(roles.get(role) ?? []),
    ...(zone ? [['timezone', zone] as [string, string]] : []),
    ['role', role],
  ])
}

/**
 * Sets all settings in one round trip. Defect of @supabase/lite 0.10.0: lite needs one round trip
 * for each setting.
 */
function setLocally(transaction: Transaction, settings: [name: string, value: string][]) {
  const calls = settings.map((_, i) => `set_config($${2 * i + 1}, $${2 * i + 2}, true)`)
  return transaction.executeQuery({
    sql: `select ${calls.join(', ')}`,
    parameters: settings.flat(),
    query: { kind: 'RawNode', sqlFragments: [], parameters: [] },
    queryId: { queryId: 'settings' },
  })
}
