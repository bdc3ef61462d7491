import { splitSqlStatements } from '@supabase/lite'
import postgres from 'postgres'

/** One statement of an SQL file, and the offset of the statement in the file. */
export interface Statement {
  text: string
  offset: number
}

export function splitFile(text: string): Statement[] {
  let from = 0
  return splitSqlStatements(text).map((part) => {
    const statement = part.trim().replace(/;$/, '')
    const offset = text.indexOf(statement, from)
    from = offset + statement.length
    return { text: statement, offset }
  })
}

/**
 * Formats an error as `file:line: message (code)`, with details on the next lines. Postgres counts
 * the position of an error in characters from the start of the statement. An error at run time has
 * no position.
 */
export function explain(error: unknown, name: string, file: string, at: Statement): string {
  if (!(error instanceof postgres.PostgresError)) return `${name}: ${error}`
  const inside = error.position ? Number(error.position) - 1 : leadingComments(at.text)
  const line = file.slice(0, at.offset + inside).split('\n').length
  const sentence = `${name}:${line}: ${error.message} (${error.code})`
  return [sentence, error.detail, error.hint, error.where].filter(Boolean).join('\n  ')
}

function leadingComments(statement: string): number {
  return /^(\s+|--.*\n)*/.exec(statement)?.[0].length ?? 0
}
