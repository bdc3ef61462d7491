import { loadModule, parsePlPgSQLSync, parseSync } from '@libpg-query/parser'

/** A part of a parse tree in the JSON of libpg_query. */
export type Tree = { [key: string]: unknown } | Tree[]

export interface Parsed {
  /** `CreateFunctionStmt`, `SelectStmt`, … */
  kind: string
  node: { [key: string]: unknown }
  /** The text of the statement, with the comment before it. */
  text: string
}

await loadModule()

/** Parses an SQL text by the grammar of Postgres. */
export function parseSql(text: string): Parsed[] {
  const bytes = Buffer.from(text)
  const { stmts = [] } = parseSync(text)
  return stmts.map(({ stmt, stmt_location = 0, stmt_len }) => {
    const end = stmt_len ? stmt_location + stmt_len : bytes.length
    const [entry] = Object.entries(stmt as Parsed['node'])
    const [kind, node] = entry as [string, Parsed['node']]
    return { kind, node, text: bytes.subarray(stmt_location, end).toString() }
  })
}

/**
 * Parses one `create function … language plpgsql` or `do`. The parser knows no composite types and
 * takes `post.caption := …` for an unknown variable, so `post` is declared as a record. The tree
 * has no type and no default of a record, so a second, made-up variable carries them.
 */
export function parsePlpgsql(statement: string): Tree {
  const fields = [...statement.matchAll(/\b(\w+)\.\w+(?:\[.*?\])? :?=/g)]
  const composite = new Set(fields.map(([, name]) => name))
  const text = statement.replace(
    /^(\s+)(\w+) ([\w.]+)(?=;| :=)/gm,
    (declaration, indent, name, type) => {
      if (type !== 'record' && !composite.has(name)) return declaration
      return `${indent}${name} record; ${name}_ ${type === 'record' ? 'text' : type}`
    },
  )
  try {
    return parsePlPgSQLSync(text) as unknown as Tree
  } catch (cause) {
    throw new Error(`The parser does not understand this PL/pgSQL: ${statement.trim()}`, { cause })
  }
}

/** Calls `visit` on every object of a tree. When it returns false, the parts inside are skipped. */
export function walk(tree: unknown, visit: (node: { [key: string]: unknown }) => unknown): void {
  if (Array.isArray(tree)) {
    for (const part of tree) walk(part, visit)
  } else if (tree && typeof tree === 'object') {
    if (visit(tree as { [key: string]: unknown }) === false) return
    for (const part of Object.values(tree)) walk(part, visit)
  }
}

/** The words of a list such as `[{ String: { sval } }]`. */
export function words(list: unknown): string[] {
  if (!Array.isArray(list)) return []
  return list.map((item) => item?.String?.sval ?? '')
}
