import { loadModule, parsePlPgSQLSync, parseSync } from '@libpg-query/parser'

/** A node or a list of a parse tree, in the JSON that libpg_query returns. */
export type Tree = { [key: string]: unknown } | Tree[]

export interface Parsed {
  /** The kind of the statement, such as `CreateFunctionStmt` or `SelectStmt`. */
  kind: string
  node: { [key: string]: unknown }
  /** The text of the statement, including the comment before it. */
  text: string
}

await loadModule()

/** Parses an SQL text with the grammar of Postgres. */
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
 * Parses one `create function … language plpgsql` or `do` statement. The parser knows no composite
 * types, so it rejects an assignment to a field, such as `post.caption := …`. This function
 * therefore declares `post` as a record before it parses the text. The parse tree of a record
 * contains neither its declared type nor its default. This function therefore adds a second
 * variable with the type and the default.
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

/**
 * Calls `visit` on every object of a parse tree. When `visit` returns false, `walk` skips the parts
 * inside that object.
 */
export function walk(tree: unknown, visit: (node: { [key: string]: unknown }) => unknown): void {
  if (Array.isArray(tree)) {
    for (const part of tree) walk(part, visit)
  } else if (tree && typeof tree === 'object') {
    if (visit(tree as { [key: string]: unknown }) === false) return
    for (const part of Object.values(tree)) walk(part, visit)
  }
}

/** Returns the words of a list such as `[{ String: { sval } }]`. */
export function words(list: unknown): string[] {
  if (!Array.isArray(list)) return []
  return list.map((item) => item?.String?.sval ?? '')
}
