import { walk, words } from './parser.ts'

/**
 * The names in pg_catalog. Postgres finds these names even if they are written without a schema.
 */
export interface Catalog {
  functions: Set<string>
  operators: Set<string>
  types: Set<string>
  collations: Set<string>
  operatorClasses: Set<string>
}

type Node = { [key: string]: unknown }

/** The number of parts that a full name has in `comment on` and `drop`, by kind of object. */
const PARTS: { [kind: string]: number } = {
  OBJECT_TABLE: 2,
  OBJECT_VIEW: 2,
  OBJECT_INDEX: 2,
  OBJECT_SEQUENCE: 2,
  OBJECT_COLUMN: 3,
  OBJECT_POLICY: 3,
  OBJECT_TRIGGER: 3,
  OBJECT_TABCONSTRAINT: 3,
}

/**
 * Finds the names in a parse tree whose meaning depends on the search path. If the search path is
 * empty, Postgres looks for functions, operators, collations and operator classes only in
 * pg_catalog. So the built-in functions, operators, collations and operator classes need no schema.
 * A relation needs a schema, because Postgres searches temporary relations first. Our own types
 * need a schema, but built-in types do not (see docs/security.md). `scope` contains the names of
 * common table expressions and transition tables. These names need no schema, because they take
 * precedence over relations.
 */
export function looseNames(tree: unknown, catalog: Catalog, scope: string[] = []): string[] {
  const found: string[] = []
  const report = (kind: string, name: string[], known?: Set<string>) => {
    if (name.length === 1 && !known?.has(name[0] ?? '')) found.push(`${kind} ${name[0]}`)
  }
  walk(tree, (node) => {
    if (typeof node.relname === 'string' && !node.schemaname) {
      if (!scope.includes(node.relname)) report('relation', [node.relname])
    }
    if (node.CreateFunctionStmt)
      report('function', words((node.CreateFunctionStmt as Node).funcname))
    if (node.ObjectWithArgs) report('function', words((node.ObjectWithArgs as Node).objname))
    for (const kind of ['FuncCall', 'CreateTrigStmt']) {
      report('function', words((node[kind] as Node)?.funcname), catalog.functions)
    }
    if (node.CreateEnumStmt) report('type', words((node.CreateEnumStmt as Node).typeName))
    if ('typemod' in node) report('type', words(node.names), catalog.types)
    const { A_Expr: expression, SubLink: sublink, SortBy: sort } = node as { [kind: string]: Node }
    if (!/BETWEEN/.test(String(expression?.kind))) {
      report('operator', words(expression?.name), catalog.operators)
    }
    report('operator', words(sublink?.operName), catalog.operators)
    report('operator', words(sort?.useOp), catalog.operators)
    report('collation', words(node.collname), catalog.collations)
    report('operator class', words(node.opclass), catalog.operatorClasses)
    found.push(...looseConstant(node), ...looseObjects(node))

    // The name after `for update of` is an alias of the same query. Postgres does not look up the
    // alias in the search path.
    if ('lockedRels' in node) return false
    for (const kind of ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']) {
      const { relation, ...rest } = (node[kind] as Node) ?? {}
      if (!relation) continue
      // `insert into posts` writes to the table, even when a common table expression is named
      // `posts`.
      found.push(...looseNames(relation, catalog), ...looseNames(rest, catalog, scope))
      return false
    }
    if (!node.withClause) return
    const { withClause, ...rest } = node
    found.push(...looseInQuery(withClause as Node, rest, catalog, scope))
    return false
  })
  return found
}

/**
 * Checks the queries of a `with` clause. Each query can use the earlier common table expressions.
 * In a recursive clause, each query can use all common table expressions. The main query can use
 * all common table expressions.
 */
function looseInQuery(clause: Node, rest: Node, catalog: Catalog, scope: string[]): string[] {
  const tables = (clause.ctes as { CommonTableExpr: { ctename: string } }[]).map(
    ({ CommonTableExpr }) => CommonTableExpr,
  )
  const names = tables.map(({ ctename }) => ctename)
  const seen = (place: number) => [...scope, ...(clause.recursive ? names : names.slice(0, place))]
  return [
    ...tables.flatMap((table, place) => looseNames(table, catalog, seen(place))),
    ...looseNames(rest, catalog, [...scope, ...names]),
  ]
}

/**
 * Finds constants such as `'posts'::regclass` and `nextval('posts_id_seq')`. Postgres looks up the
 * names in these constants at run time.
 */
function looseConstant({ TypeCast: cast, FuncCall: call }: Node): string[] {
  const { typeName, arg } = (cast ?? {}) as { typeName?: Node; arg?: unknown }
  const { funcname, args } = (call ?? {}) as { funcname?: unknown; args?: unknown[] }
  const isName =
    /^reg(class|proc|procedure|type|oper|operator|collation|config)$/.test(
      words(typeName?.names).at(-1) ?? '',
    ) || /^(nextval|setval|currval|to_reg(?!namespace|role)\w+)$/.test(words(funcname).at(-1) ?? '')
  const constant = (arg ?? args?.[0]) as { A_Const?: { sval?: { sval?: string } } } | undefined
  const text = constant?.A_Const?.sval?.sval
  return isName && text !== undefined && !text.includes('.') ? [`constant ${text}`] : []
}

function looseObjects({ CommentStmt: comment, DropStmt: drop }: Node): string[] {
  const { objtype, object } = (comment ?? {}) as Node
  const { removeType, objects = [] } = (drop ?? {}) as Node
  const parts = PARTS[String(objtype ?? removeType)] ?? 0
  return [object, ...(objects as unknown[])]
    .map((item) => words((item as { List?: Node })?.List?.items))
    .filter((name) => name.length > 0 && name.length < parts)
    .map((name) => `object ${name.join('.')}`)
}
