import { loadModule, parsePlPgSQLSync, parseSync } from '@libpg-query/parser'

/** A part of a parse tree, as the protocol of libpg_query writes it down in JSON. */
export type Tree = { [key: string]: unknown } | Tree[]

export interface Parsed {
  /** `CreateFunctionStmt`, `SelectStmt`, … */
  kind: string
  node: { [key: string]: unknown }
  /** The text of the statement, the comment before it included. */
  text: string
}

await loadModule()

/** The statements of an SQL text, by Postgres' own grammar. */
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
 * The tree of one `create function … language plpgsql` or `do`. The parser knows no types and
 * takes `post.caption := …` for an unknown variable, so `post` becomes a record. Of a record it
 * tells neither type nor default; a variable made up beside it does.
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
    throw new Error(`PL/pgSQL that the parser does not read: ${statement.trim()}`, { cause })
  }
}

/** Calls `visit` on every object of a tree; with false it stays out of what is inside. */
export function walk(tree: unknown, visit: (node: { [key: string]: unknown }) => unknown): void {
  if (Array.isArray(tree)) {
    for (const part of tree) walk(part, visit)
  } else if (tree && typeof tree === 'object') {
    if (visit(tree as { [key: string]: unknown }) === false) return
    for (const part of Object.values(tree)) walk(part, visit)
  }
}

/** `[{ String: { sval } }]` as words. */
export function words(list: unknown): string[] {
  if (!Array.isArray(list)) return []
  return list.map((item) => item?.String?.sval ?? '')
}
