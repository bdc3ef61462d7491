import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Reads a file of bench/sql and replaces each `:name` by the given text. */
export function readSql(name: string, texts: Record<string, string> = {}): string {
  let text = readFileSync(join(import.meta.dirname, 'sql', `${name}.sql`), 'utf8')
  for (const [key, value] of Object.entries(texts)) text = text.replaceAll(`:${key}`, () => value)
  return text
}

/**
 * Returns the fastest possible query for cards. The query reads the cards with the ids in $2 by
 * primary key.
 */
export function cardsByKey(kind: 'posts' | 'profiles' | 'comments'): string {
  const source = 'select id, place from unnest($2::uuid[]) with ordinality as given (id, place)'
  return readSql(`cards_${kind}`, { source })
}

/**
 * Returns a query that reads cards. The query `selection` selects the rows, and `order` sorts them.
 */
export function cardsOf(kind: 'posts' | 'profiles', selection: string, order: string): string {
  const source = `select id, row_number() over (order by ${order}) from (${selection}) as chosen`
  return readSql(`cards_${kind}`, { source })
}

/** Formats ids as an array literal of Postgres. */
export function list(ids: string[]): string {
  return `{${ids.join(',')}}`
}
