import { type Catalog, looseNames } from './names.ts'
import { type Parsed, parsePlpgsql, parseSql, walk, words } from './parser.ts'

type Node = { [key: string]: unknown }

/** A violation of a lint rule in a migration, and the place of the violation. */
export interface Finding {
  where: string
  what: string
}

/** Built-in functions that execute a text argument as SQL. */
const RUNS_TEXT = /^(query|cursor|table|schema|database)_to_xml|^ts_stat$|^ts_rewrite$|^dblink|^lo_/

/** Finds names without a schema, functions without a pinned search path, and dynamic SQL. */
export function lint(texts: string[], catalog: Catalog): Finding[] {
  const statements = texts.flatMap(parseSql)
  const transitions = transitionTables(statements)
  return statements.flatMap((statement) => {
    const where = nameOf(statement)
    const scope = transitions.get(where) ?? []
    const queries = bodyOf(statement)
    const names = [statement.node, ...queries].flatMap((tree) =>
      looseNames({ [statement.kind]: tree }, catalog, scope),
    )
    const problems = [...names, ...unpinned(statement), ...dynamic(statement, queries)]
    return [...new Set(problems)].map((what) => ({ where, what }))
  })
}

function nameOf({ kind, node }: Parsed): string {
  const { funcname, relation, table, trigname, policy_name } = node as { [key: string]: Node }
  const name = funcname ? words(funcname).join('.') : (relation ?? table)?.relname
  if (kind === 'CreateFunctionStmt') return String(name)
  return [kind, trigname ?? policy_name, name].filter(Boolean).join(' ')
}

/**
 * Returns the transition tables that each trigger function reads. Only `create trigger` contains
 * the names of transition tables.
 */
function transitionTables(statements: Parsed[]): Map<string, string[]> {
  const tables = new Map<string, string[]>()
  for (const { kind, node } of statements) {
    if (kind !== 'CreateTrigStmt') continue
    const names = ((node.transitionRels ?? []) as { TriggerTransition: { name: string } }[]).map(
      ({ TriggerTransition }) => TriggerTransition.name,
    )
    const trigger = words(node.funcname).join('.')
    tables.set(trigger, [...(tables.get(trigger) ?? []), ...names])
  }
  return tables
}

export function options({ node }: Parsed): Map<string, unknown> {
  const list = (node.options ?? node.args ?? []) as { DefElem: { defname: string; arg: unknown } }[]
  return new Map(list.map(({ DefElem }) => [DefElem.defname, DefElem.arg]))
}

/**
 * Returns the queries in the body of a `create function` or `do` statement. A body that begins with
 * `return` is not parsed again, because the parse tree of the statement already contains the body.
 */
export function bodyOf(statement: Parsed): unknown[] {
  if (!['CreateFunctionStmt', 'DoStmt'].includes(statement.kind)) return []
  const language = (options(statement).get('language') as { String?: { sval: string } })?.String
    ?.sval
  if (statement.kind === 'DoStmt' || language === 'plpgsql') return queriesOf(statement.text)
  const body = options(statement).get('as') as { List?: { items: unknown[] } }
  return words(body?.List?.items)
    .flatMap(parseSql)
    .map(({ kind, node }) => ({ [kind]: node }))
}

/** Parses every expression, query and type inside a PL/pgSQL body as SQL. */
function queriesOf(text: string): unknown[] {
  const found: unknown[] = []
  const add = (sql: string) =>
    found.push(...parseSql(sql).map(({ kind, node }) => ({ [kind]: node })))
  const tree = parsePlpgsql(text)
  walk(tree, ({ PLpgSQL_expr: expression, PLpgSQL_type: type }) => {
    if (type) {
      const { typname } = type as { typname: string }
      if (!/^record$|^refcursor$/.test(typname)) add(`select null::${typname}`)
    }
    if (!expression) return
    const { query, parseMode } = expression as { query: string; parseMode: number }
    if (parseMode === 0) return add(query)
    if (parseMode === 2) return add(`select ${query}`)
    // In PL/pgSQL, an assignment is `target := expression` or `target = expression`.
    const [, target, value] = /^([^=]*?):?=([\s\S]*)$/.exec(query) ?? []
    add(`select ${target}, ${value}`)
  })
  found.push(tree)
  return found
}

function unpinned({ kind, node }: Parsed): string[] {
  if (kind !== 'CreateFunctionStmt') return []
  const paths: unknown[] = []
  walk(node.options, ({ VariableSetStmt: set }) => {
    const { name, args } = (set ?? {}) as { name?: string; args?: { A_Const: { sval: Node } }[] }
    if (name === 'search_path') paths.push(args?.map(({ A_Const }) => A_Const.sval?.sval).join())
  })
  return paths.join(' ') === '' && paths.length === 1 ? [] : ['search_path not empty']
}

function dynamic({ node }: Parsed, queries: unknown[]): string[] {
  let isDynamic = false
  walk([node, ...queries], (part) => {
    const call = words((part.FuncCall as Node)?.funcname).at(-1) ?? ''
    if (RUNS_TEXT.test(call) || 'dynquery' in part) isDynamic = true
    if (part.PLpgSQL_stmt_dynexecute || part.PLpgSQL_stmt_dynfors) isDynamic = true
  })
  return isDynamic ? ['dynamic SQL'] : []
}
