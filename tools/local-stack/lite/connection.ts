import { createPostgresConnection, type PostgresConnection } from '@supabase/lite/postgres'
import type postgres from 'postgres'
import { answerAsPostgrest } from './api-errors.ts'
import { type Ast, type Routine, restoreArguments } from './rpc-arguments.ts'
import { TYPES } from './types.ts'

/** What lite knows of the database's tables and functions; ours to pass on, not to look into. */
export interface Introspection {
  functions: Routine[]
  [list: string]: unknown
}

/** The settings of each role, as `alter role … set` left them. */
export type RoleSettings = Map<string, [name: string, value: string][]>

/** What a request may know of its caller. */
interface RequestVars {
  auth?: { role?: string; jwt?: object | null }
  storage?: { operation?: string | null }
}

interface RpcRequest {
  method: string
  path: string
  requestHeaders?: object
}

/** A kysely transaction, as far as we need one. */
interface Transaction {
  executeQuery(query: object): Promise<unknown>
}

/** The parts of lite's connection the shims replace; its types call them private. */
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
  roles: RoleSettings
  settings?: Record<string, string>
}

/** A connection of lite's with its defects covered. */
export function openConnection(options: ConnectionOptions): PostgresConnection {
  const connection = createPostgresConnection({
    url: options.url,
    postgresOptions: {
      max: options.max,
      onnotice() {},
      types: TYPES,
      connection: { search_path: 'public, extensions', ...options.settings },
    },
  })
  prepareStatements(connection.driver)
  const lite = connection as unknown as Internals
  // Otherwise the first request grants everything on every table with RLS to everyone.
  lite.rlsState = 'active'
  // Introspected once, as superuser: a login sees of information_schema only what it may use.
  lite.introspect = async () => options.introspection()
  lite.normalizeDbError = answerAsPostgrest
  const check = lite.onPostgrestAST.bind(connection)
  lite.onPostgrestAST = (ast) => {
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

/** lite has each statement parsed anew and waits for its types; PostgREST prepares them. */
function prepareStatements(driver: postgres.Sql): void {
  const reserve = driver.reserve.bind(driver)
  driver.reserve = async () => {
    const reserved = await reserve()
    const unsafe = reserved.unsafe.bind(reserved)
    reserved.unsafe = (text, values, options) => unsafe(text, values, { prepare: true, ...options })
    return reserved
  }
}

/** lite forgets the role's own settings, statement_timeout among them, which PostgREST applies. */
function enter(transaction: Transaction, vars: RequestVars, roles: RoleSettings) {
  const role = vars.auth?.role || 'anon'
  return setLocally(transaction, [
    ['request.jwt.claims', JSON.stringify(vars.auth?.jwt ?? { role })],
    ['storage.operation', vars.storage?.operation ?? ''],
    ...(roles.get(role) ?? []),
    ['role', role],
  ])
}

/** One round trip, where lite takes one for each. */
function setLocally(transaction: Transaction, settings: [name: string, value: string][]) {
  const calls = settings.map((_, i) => `set_config($${2 * i + 1}, $${2 * i + 2}, true)`)
  return transaction.executeQuery({
    sql: `select ${calls.join(', ')}`,
    parameters: settings.flat(),
    query: { kind: 'RawNode', sqlFragments: [], parameters: [] },
    queryId: { queryId: 'settings' },
  })
}
