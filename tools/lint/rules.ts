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

/** The rules that need no database. The rules about names ask one: see tests/lint. */
export const rules: Rule[] = [
  { title: `every line has at most ${MOST_COLUMNS} columns`, find: longLines },
  {
    title: `every function has at most ${MOST_LINES} lines`,
    find: (schema) => longFunctions(schema, exceptions),
  },
  {
    title: 'no function calls one of a later file',
    find: (schema) => forwardCalls(schema, exceptions),
  },
  { title: 'the last file has every policy', find: scatteredPolicies },
  {
    title: `functions of posts, comments, follows, likes and feed need at most ${MOST_FILES} files`,
    find: scatteredFunctions,
  },
  {
    title: 'the comment of every public function names the errors that it can raise',
    find: (schema) => undocumentedErrors(schema, exceptions),
  },
]
