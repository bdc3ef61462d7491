import type { Finding } from './bodies.ts'
import { undocumentedErrors } from './errors.ts'
import { exceptions } from './exceptions.ts'
import {
  forwardCalls,
  longFunctions,
  longLines,
  MOST_COLUMNS,
  MOST_FILES,
  MOST_LINES,
  scatteredFunctions,
  scatteredPolicies,
} from './layout.ts'
import type { Schema } from './schema.ts'

export interface Rule {
  title: string
  find: (schema: Schema) => Finding[]
}

/**
 * The lint rules that need no database. tests/lint has the rules about names, which need a
 * database.
 */
export const rules: Rule[] = [
  { title: `every line has at most ${MOST_COLUMNS} columns`, find: longLines },
  {
    title: `every function has at most ${MOST_LINES} lines`,
    find: (schema) => longFunctions(schema, exceptions),
  },
  {
    title: 'every function calls only functions of its own or an earlier file',
    find: (schema) => forwardCalls(schema, exceptions),
  },
  { title: 'the last migration file creates every policy', find: scatteredPolicies },
  {
    title: `functions of posts, comments, follows, likes and feed span at most ${MOST_FILES} files`,
    find: scatteredFunctions,
  },
  {
    title: 'the comment of every public function names the errors that it can raise',
    find: (schema) => undocumentedErrors(schema, exceptions),
  },
]
